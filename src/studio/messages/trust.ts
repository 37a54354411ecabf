/** What the page says when something was lost, and that nothing was. */
export const trust = {
  recovering: 'Restarting the graphics device',
  deviceBack: 'The graphics device was lost and is back. Nothing is missing; a run goes on where it stopped.',
  deviceReplaced: 'The graphics device was lost again and again, so WASM has taken over.',
  deviceReplacedAdvice:
    'What was drawn is kept. Reload the page to try the graphics device once more; closing other pages that use it may help.',
  doubts: {
    guesses: (model: string, evenness: number) =>
      `${model} guessed almost by chance in this run (${Math.round(100 * evenness)} % of it).`,
    heads: (model: string, stated: number, shown: number) =>
      `${model} is set to ${stated} attention heads, and its weights look like ${shown}.`,
    codebook: (model: string) => `The transformer of ${model} does not seem to belong to its codebook.`,
  },
  doubtAdvice: {
    guesses:
      'Its number of attention heads or its codebook may be the wrong one: import it again with its YAML file.',
    heads: 'Its pictures will be poor: import the checkpoint again with that number.',
    codebook:
      'Its pictures will be noise: import the checkpoint again with the image stage it was trained on.',
  },
  notShown: {
    what: 'This part of the page cannot be shown.',
    advice:
      'Your layout, runs and models are kept, and the other pages work. The Diagnostics page says what went wrong.',
    again: 'Show it again',
    reload: 'Reload the page',
  },
  otherHost: (host: string) => `This link opens a model from ${host}, which is not this site.`,
  otherHostAdvice: 'Nothing has been asked of it yet.',
  fetchFrom: (host: string) => `Fetch from ${host}`,
};
