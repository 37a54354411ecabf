import type { TokenGrid } from '../grid.ts';

/**
 * How the tiles of codes are decoded: each code in the middle of a block of its own, and many blocks in one decode, so that
 * the decoder's norms see about what they see in a picture.
 */
const BLOCK = 3;
const BLOCKS_PER_SIDE = 8;

/** Blocks of one decode. */
export const BLOCKS_AT_ONCE = BLOCKS_PER_SIDE ** 2;

/** @param tokenAt what lies at a place of a block; the middle is at row 1, column 1 */
export function blockGrid(tokenAt: (block: number, row: number, column: number) => number): TokenGrid {
  const side = BLOCKS_PER_SIDE * BLOCK;
  const tokens = Int32Array.from({ length: side * side }, (_, cell) => {
    const [row, column] = [Math.floor(cell / side), cell % side];
    const block = Math.floor(row / BLOCK) * BLOCKS_PER_SIDE + Math.floor(column / BLOCK);
    return tokenAt(block, row % BLOCK, column % BLOCK);
  });
  return { height: side, width: side, tokens };
}

/** Where the middle of a block lies in the decoded picture, in pixels; a token has `size` x `size`. */
export function middleOfBlock(block: number, size: number): { readonly left: number; readonly top: number } {
  return {
    left: ((block % BLOCKS_PER_SIDE) * BLOCK + 1) * size,
    top: (Math.floor(block / BLOCKS_PER_SIDE) * BLOCK + 1) * size,
  };
}
