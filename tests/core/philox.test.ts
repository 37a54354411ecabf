import { describe, expect, it } from 'vitest';

import { philox4x32, uniform } from '../../src/core/philox.ts';

describe('philox4x32', () => {
  // Known-answer vectors of Random123 (kat_vectors, philox4x32 10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('agrees with the published vector %#', (counter, key, expected) => {
    expect(philox4x32(counter, key)).toEqual(expected);
  });
});

describe('uniform', () => {
  it('depends on seed, row and column alone and fits a float32', () => {
    const values = new Set<number>();
    for (const seed of [0, 1, 2 ** 40]) {
      for (let row = 0; row < 8; row++) {
        for (let column = 0; column < 8; column++) {
          const value = uniform(seed, row, column);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
          expect(Math.fround(value)).toBe(value);
          expect(uniform(seed, row, column)).toBe(value);
          values.add(value);
        }
      }
    }
    expect(values.size).toBe(3 * 64);
  });

  it('is spread evenly', () => {
    const bins = new Array<number>(16).fill(0);
    for (let cell = 0; cell < 16000; cell++) bins[Math.floor(uniform(7, cell >> 7, cell & 127) * 16)]++;
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(37.7); // 15 degrees of freedom, p = 0.001
  });
});
