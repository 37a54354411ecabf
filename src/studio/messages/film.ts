/** Words of exporting a replay. */
export const film = {
  export: 'Export the replay',
  writing: 'Writing the replay',
  share: (share: number) => `${Math.round(share * 100)} %`,
  stop: 'Stop writing the replay',
  video: 'Video',
  videoNote: 'At the chosen speed; it takes as long as it plays',
  noVideo: 'This browser writes no video',
  stills: 'Pictures in a zip',
  stillsNote: 'PNG, from the empty grid to the finished picture',
};
