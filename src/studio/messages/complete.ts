import { count } from './format.ts';

/** Words of completion: a part of a photo is kept and the rest drawn. */
export const complete = {
  open: 'Complete a photo',
  offer: 'Keep any part of a photo and let the model draw the rest, as often as you like.',
  region: 'Completion',
  close: 'Let go of the photo',
  tools: 'Completion tools',
  tool: { keep: 'Keep', draw: 'Draw anew' },
  board: 'What is kept of the photo',
  boardHelp:
    'Arrow keys move over the cells, Space or Enter changes whether one is kept, Shift with an arrow paints.',
  picture: 'The photo; what will be drawn anew is dark',
  cell: (row: number, column: number, isKept: boolean) =>
    `Row ${row}, column ${column}: ${isKept ? 'kept' : 'drawn anew'}`,
  reading: 'The model is reading the photo.',
  count: (left: number, total: number) =>
    left === 0
      ? 'All of it is kept: paint over what is to be drawn anew.'
      : `Generate draws ${count(left)} of ${count(total)} cells and keeps the others as the model’s codes show them. More samples give more candidates.`,
  start: {
    upper: 'Keep upper half',
    left: 'Keep left half',
    middle: 'Keep middle',
    all: 'Keep all',
    none: 'Keep nothing',
  },
  invert: 'Invert',
  brush: 'Brush in cells',
  photo: {
    label: 'A picture to complete',
    help: 'You keep any part of it, and the model draws the rest.',
  },
};
