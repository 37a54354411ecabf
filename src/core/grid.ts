import { TesseraError } from './errors.ts';

/** A grid of codebook tokens, row-major; `tokens.length === height * width`. */
export interface TokenGrid {
  readonly height: number;
  readonly width: number;
  readonly tokens: Int32Array;
}

/** The mark of a cell that has not been drawn yet. */
export const EMPTY = -1;

export function emptyGrid(height: number, width: number): TokenGrid {
  return { height, width, tokens: new Int32Array(height * width).fill(EMPTY) };
}

export function copyGrid(grid: TokenGrid): TokenGrid {
  return { height: grid.height, width: grid.width, tokens: grid.tokens.slice() };
}

/** A cell's place in a grid: row and column from the top left. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * Checks that every token is a code of the codebook.
 * @throws TesseraError `token-out-of-range` naming the first offending cell.
 */
export function checkTokens(grid: TokenGrid, codes: number): void {
  const at = grid.tokens.findIndex((token) => token < 0 || token >= codes);
  if (at < 0) return;
  const row = Math.floor(at / grid.width);
  throw new TesseraError(
    'token-out-of-range',
    `token ${grid.tokens[at]} at row ${row}, column ${at - row * grid.width} is not a code of this model (0 to ${codes - 1})`,
    'use tokens that were made with this model',
  );
}
