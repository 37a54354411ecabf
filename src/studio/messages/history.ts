import { bytes, count, dateAndTime } from './format.ts';

const runs = (number: number) => (number === 1 ? '1 run' : `${count(number)} runs`);

/** Words of the history. */
export const history = {
  title: 'History',
  intro:
    'Every finished run is kept in this browser, picture, tokens and layout, and nowhere else. Opening one brings all of it back.',
  search: 'Search the history',
  searchHint: 'Model, label, seed or size',
  onlyStarred: 'Starred only',
  export: 'Export history',
  import: 'Import history',
  used: (used: number, most: number, number: number) =>
    `${runs(number)}, ${bytes(used)} of at most ${bytes(most)}`,
  bar: 'Storage of the history',
  bound: 'When it is full, the oldest runs without a star make room. Starred runs stay.',
  inMemory:
    'This browser keeps nothing for this page (a private window, perhaps), so these runs last until the page is closed. Export what you want to keep.',
  refused: {
    unavailable:
      'This browser keeps nothing for this page, so the history lasts until the page is closed. Everything else works.',
    full: 'The browser has no room for further runs, so the newest are not kept. Export the history and delete some.',
  },
  emptyTitle: 'Nothing drawn yet',
  empty: 'Every picture that you generate will be here, also tomorrow.',
  start: 'Paint something',
  nothingFound: (query: string, onlyStarred: boolean) =>
    query === ''
      ? 'No run has a star yet.'
      : `No run ${onlyStarred ? 'with a star ' : ''}matches “${query}”.`,
  list: 'Runs of the history',
  earlier: 'Earlier',
  all: (number: number) => `All ${runs(number)}`,
  open: (model: string, seed: number) => `Open the run of ${model}, seed ${seed}`,
  name: (model: string, seed: number) => `The run of ${model} with seed ${seed}`,
  more: (model: string, seed: number) => `More for ${model}, seed ${seed}`,
  star: (seed: number) => `Star the run of seed ${seed}`,
  seed: (seed: number) => `Seed ${seed}`,
  size: (width: number, height: number) => `${width} × ${height}`,
  restore: 'Open',
  reuseSeed: 'Reuse seed',
  vary: 'Vary',
  delete: 'Delete',
  notes: {
    restore: 'Model, settings, layout, picture and tokens',
    reuseSeed: 'This seed, with what is on the page now',
    vary: 'The same again with the next seed',
    delete: 'Can be undone',
  },
  seedReused: (seed: number) => `Seed ${seed} is set and kept.`,
  varied: (seed: number) => `Seed ${seed} is in line.`,
  cannotVary: {
    what: 'it is not known what this run was drawn from',
    advice: 'open it, paint a layout, and generate',
  },
  noModel: (model: string) => ({
    what: `this run was drawn with ${model}, which this page does not list`,
    advice: 'open the model in the Library first',
  }),
  gone: { what: 'this run is no longer in the history', advice: 'reload the page' },
  deleted: (number: number) => `${runs(number)} deleted.`,
  undo: 'Undo',
  imported: (added: number, known: number, unreadable: number) =>
    [
      `${runs(added)} added to the history.`,
      known > 0 ? `${count(known)} ${known === 1 ? 'was' : 'were'} there already.` : '',
      unreadable > 0 ? `${count(unreadable)} could not be read.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  date: dateAndTime,
};
