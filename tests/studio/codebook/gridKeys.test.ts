import { describe, expect, it } from 'vitest';

import { moveInGrid, rowsToBuild } from '../../../src/studio/codebook/gridKeys.ts';

describe('moveInGrid', () => {
  const shape = { count: 23, columns: 5, page: 2 };

  it.each([
    ['ArrowRight', 6, 7],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 6, 11],
    ['ArrowDown', 19, 19],
    ['ArrowUp', 6, 1],
    ['Home', 13, 10],
    ['End', 13, 14],
    ['End', 21, 22],
    ['PageDown', 1, 11],
    ['PageDown', 13, 18],
    ['PageUp', 8, 3],
  ])('%s from %i goes to %i', (key, from, to) => {
    expect(moveInGrid(key, from, shape)).toBe(to);
  });

  it('goes to the ends with Ctrl, and leaves other keys alone', () => {
    expect(moveInGrid('Home', 13, shape, true)).toBe(0);
    expect(moveInGrid('End', 3, shape, true)).toBe(22);
    expect(moveInGrid('a', 3, shape)).toBeNull();
  });
});

describe('rowsToBuild', () => {
  it('covers the view and the spare rows, inside the grid', () => {
    expect(rowsToBuild(0, 100, 10, 1000, 5)).toEqual({ from: 0, to: 15 });
    expect(rowsToBuild(5000, 100, 10, 1000, 5)).toEqual({ from: 495, to: 515 });
    expect(rowsToBuild(9950, 100, 10, 1000, 5)).toEqual({ from: 990, to: 1000 });
  });
});
