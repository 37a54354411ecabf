import { describe, expect, it } from 'vitest';

import { contextGrid } from '../../../src/studio/codebook/contexts.ts';

describe('codes in context', () => {
  it('stand in the middle of their neighbourhoods, alone where they have none', () => {
    const contexts = [
      [[1, 2, 3, 0, 0, 0, 4, 5, 6]],
      [],
      [
        [7, 7, 7, 7, 2, 7, 7, 7, 7],
        [0, 0, 0, 0, 2, 0, 0, 0, 0],
      ],
    ];
    const { width, height, tokens } = contextGrid(contexts, 0);
    expect([width, height]).toEqual([24, 24]);
    const block = (n: number) =>
      [0, 1, 2].flatMap((row) => [...tokens.subarray(row * 24 + n * 3, row * 24 + n * 3 + 3)]);
    expect(block(0)).toEqual(contexts[0][0]);
    expect(block(1)).toEqual(new Array(9).fill(1));
    expect(block(2)).toEqual(contexts[2][0]);
    // Places beyond the last code repeat it.
    expect(block(3)).toEqual(contexts[2][0]);
  });

  it('come in batches', () => {
    const contexts = Array.from({ length: 70 }, (_, code) => [new Array<number>(9).fill(code)]);
    expect(contextGrid(contexts, 64).tokens[0]).toBe(64);
    expect(contextGrid(contexts, 64).tokens[5 * 3]).toBe(69);
  });
});
