import { describe, expect, it } from 'vitest';

import { tileColours } from '../../../src/core/codebook/colours.ts';
import { byHue, byUse, byValue } from '../../../src/core/codebook/orderings.ts';
import { countUses, ranksOf, summarizeUsage, usageHistogram } from '../../../src/core/codebook/usage.ts';

describe('usage', () => {
  it('counts tokens, and neither gaps nor ids beyond the codebook', () => {
    expect([...countUses([[0, 2, 2, -1], Int32Array.of(2, 4, 9)], 5)]).toEqual([1, 0, 3, 0, 1]);
  });

  it('has the perplexity of as many codes as are used alike', () => {
    expect(summarizeUsage([5, 5, 5, 5, 0])).toEqual({
      total: 20,
      used: 4,
      perplexity: expect.closeTo(4, 10) as number,
    });
    // exp(-(3/4 ln 3/4 + 1/4 ln 1/4))
    expect(summarizeUsage([3, 1]).perplexity).toBeCloseTo(4 / 3 ** 0.75, 10);
    expect(summarizeUsage([0, 0])).toEqual({ total: 0, used: 0, perplexity: 0 });
  });

  it('ranks the most used first, equals alike', () => {
    expect([...ranksOf([4, 9, 4, 0, 1])]).toEqual([2, 1, 2, 5, 4]);
  });

  it('bins every used code once', () => {
    const counts = [0, 1, 1, 10, 100, 99, 1000];
    const { least, most, codes } = usageHistogram(counts, 3);
    expect([least, most]).toEqual([1, 1000]);
    expect([...codes]).toEqual([2, 2, 2]);
    expect([...usageHistogram([7, 7, 0], 4).codes].reduce((a, b) => a + b)).toBe(2);
    expect([...usageHistogram([0], 2).codes]).toEqual([0, 0]);
  });
});

describe('orders', () => {
  it('keep the lower number first where values are equal', () => {
    expect([...byValue([2, 1, 2, 1])]).toEqual([1, 3, 0, 2]);
    expect([...byUse([0, 5, 5, 9])]).toEqual([3, 1, 2, 0]);
  });

  it('go round the colours, with grays at the end from dark to light', () => {
    const colours = [
      [40, 70, 220], // blue
      [200, 200, 200], // light gray
      [220, 30, 30], // red
      [30, 160, 40], // green
      [60, 60, 60], // dark gray
    ];
    const size = 2;
    const rgba = new Uint8ClampedArray(colours.length * size * size * 4);
    // Tiles side by side: a row of pixels runs through all of them.
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < colours.length * size; x++) {
        rgba.set([...colours[Math.floor(x / size)], 255], (y * colours.length * size + x) * 4);
      }
    }
    const found = tileColours({ rgba, columns: colours.length, size, count: colours.length });
    expect([...byHue(found)]).toEqual([2, 3, 0, 4, 1]);
    expect([...byValue(found.lightness)][0]).toBe(4);
    expect(found.chroma[1]).toBeLessThan(0.001);
    // Published OKLab values of white, and of red (L 0.628, a 0.2249, b 0.1258).
    const red = tileColours({ rgba: [255, 0, 0, 255], columns: 1, size: 1, count: 1 });
    expect(red.lightness[0]).toBeCloseTo(0.628, 3);
    expect(red.chroma[0]).toBeCloseTo(Math.hypot(0.2249, 0.1258), 3);
    expect(red.hue[0]).toBeCloseTo(Math.atan2(0.1258, 0.2249), 3);
  });
});
