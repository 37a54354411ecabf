import { describe, expect, it } from 'vitest';

import { distributionOf, drawFrom, drawToken } from '../../src/core/draw.ts';

const plain = { temperature: 1, topK: 0, topP: 1, greedy: false };

describe('drawing a token', () => {
  it('takes the first id whose cumulative probability exceeds u', () => {
    const logits = Float32Array.from([Math.log(1), Math.log(2), Math.log(1)]);
    const at = (u: number) => drawToken(logits, plain, 3, u);
    expect([at(0), at(0.2499), at(0.2501), at(0.7499), at(0.7501), at(0.999999)]).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('never draws an id beyond the codebook', () => {
    const logits = Float32Array.from([0, 0, 50, 60]);
    expect(drawToken(logits, plain, 2, 0.99)).toBe(1);
    expect(drawToken(logits, { ...plain, greedy: true }, 3, 0)).toBe(2);
  });

  it('takes the lowest id among equals when greedy', () => {
    expect(drawToken(Float32Array.from([1, 3, 3]), { ...plain, greedy: true }, 3, 0)).toBe(1);
  });

  it('sharpens with low temperature', () => {
    const logits = Float32Array.from([1, 2]);
    const warm = distributionOf(logits, { ...plain, temperature: 2 }, 2).probabilities[1];
    const cold = distributionOf(logits, { ...plain, temperature: 0.1 }, 2).probabilities[1];
    expect(warm).toBeLessThan(0.7);
    expect(cold).toBeGreaterThan(0.9999);
  });

  it('survives a cumulative sum that rounding leaves below u', () => {
    const distribution = { ids: Int32Array.of(4, 9), probabilities: Float64Array.of(0.5, 0.49999999) };
    expect(drawFrom(distribution, 0.999999999)).toBe(9);
  });

  it('stops on logits that are not numbers instead of drawing noise', () => {
    expect(() => drawToken(Float32Array.of(0, NaN), plain, 2, 0.5)).toThrow(/gave NaN for token 1/);
  });
});
