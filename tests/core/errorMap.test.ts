import { describe, expect, it } from 'vitest';

import { errorMap, errorOfCells } from '../../src/core/errorMap.ts';

describe('errorMap', () => {
  it('is the mean difference of the colours, alpha left out', () => {
    const a = [10, 20, 30, 0, 0, 0, 0, 255];
    const b = [13, 20, 24, 255, 255, 255, 255, 255];
    const { pixels, most } = errorMap(1, 2, a, b);
    expect([...pixels]).toEqual([3, 255]);
    expect(most).toBe(255);
  });

  it('has a mean for each cell', () => {
    const map = { height: 2, width: 5, pixels: Float32Array.of(1, 2, 0, 4, 9, 3, 2, 0, 0, 9), most: 9 };
    expect([...errorOfCells(map, 2)]).toEqual([2, 1]);
  });
});
