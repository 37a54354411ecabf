import { count } from './format.ts';

/** Words of the queue, the samples and unfinished runs. */
export const queue = {
  region: 'Queue',
  enqueue: 'Add to queue',
  enqueueHelp: 'Draws what is on the page now when the run before it has ended',
  samples: 'Samples',
  samplesOption: (number: number) => (number === 1 ? '1 picture' : `${number} pictures`),
  waiting: (number: number) => (number === 1 ? '1 run waits' : `${count(number)} runs wait`),
  item: (model: string, seed: number, width: number, height: number) =>
    `Seed ${seed}, ${width} × ${height}, ${model}`,
  earlier: (seed: number) => `Draw seed ${seed} earlier`,
  later: (seed: number) => `Draw seed ${seed} later`,
  remove: (seed: number) => `Take seed ${seed} out of the queue`,
  clear: 'Clear queue',
  paused: 'The queue stopped because a run failed.',
  resume: 'Go on',
  sheet: 'Samples',
  sheetHelp: 'Choose one to see it large; keep the one you like.',
  sample: (seed: number, state: 'waiting' | 'running' | 'done' | 'stopped') =>
    `Sample of seed ${seed}${{ waiting: ', waits', running: ', being drawn', done: '', stopped: ', not drawn' }[state]}`,
  keep: 'Keep this one',
  keepHelp: 'The other samples are deleted, and the page takes this seed',
  keepAll: 'Keep all',
  kept: (seed: number) => `Seed ${seed} is kept; the other samples are deleted.`,
  unfinished: (model: string, drawn: number, total: number) =>
    `A run of ${model} stopped at ${count(drawn)} of ${count(total)} tokens.`,
  continue: 'Continue run',
  discard: 'Discard',
};
