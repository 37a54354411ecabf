import type { TokenTool } from '../whatif/whatIfStore.ts';
import { count } from './format.ts';

const tools: Record<TokenTool, string> = {
  look: 'Look at tokens',
  tile: 'Tile brush',
  region: 'Mark a region',
};

/** Words of edits on the token grid. */
export const whatIf = {
  tools: 'Token tools',
  tool: tools,
  lookHint: 'Pick a token to see or swap it',
  regionHint: 'Drag over what to draw again',
  undo: 'Take edit back',
  redo: 'Lay edit again',
  compare: 'Compare with before',
  before: 'Before',
  now: 'Now',
  compareAt: 'Comparison divider',
  brushCode: 'Code of the tile brush',
  laysCode: 'Lays code',
  useInBrush: 'Take it into the tile brush',
  another: 'Swap to code',
  neighbours: 'Nearest in the codebook',
  neighbour: (code: number, distance: number) => `Lay code ${code}, ${distance.toFixed(2)} away`,
  after: 'Draw all after it again',
  afterHelp: 'With the same numbers u, so that only the token makes the difference',
  region: 'Draw the region again',
  regionHelp: 'With another seed; everything else stays',
  regionOf: (height: number, width: number) => `${count(width)} × ${count(height)} tokens`,
  unmark: 'Unmark the region',
  decoding: 'Decoding the whole picture',
  edited: (edits: number) => (edits === 1 ? '1 edit' : `${count(edits)} edits`),
};
