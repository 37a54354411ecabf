import { describe, expect, it } from 'vitest';

import { rowNorms } from '../../../src/core/codebook/codebook.ts';
import { distancesFrom, nearestCodes } from '../../../src/core/codebook/nearest.ts';
import { neighbourGraph } from '../../../src/core/codebook/neighbourGraph.ts';
import { rowsOf, syntheticCodebook } from './codebooks.ts';

const codebook = syntheticCodebook(150, 9);
const rows = rowsOf(codebook);
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const l2 = (a: number[], b: number[]) => Math.hypot(...a.map((value, i) => value - b[i]));
const cosine = (a: number[], b: number[]) => 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

describe('nearest entries', () => {
  for (const [metric, oracle] of [
    ['l2', l2],
    ['cosine', cosine],
  ] as const) {
    it(`are those of a plain search by ${metric}`, () => {
      for (const code of [0, 7, 149]) {
        const expected = rows
          .map((row, other) => ({ code: other, distance: oracle(rows[code], row) }))
          .filter((one) => one.code !== code)
          .sort((a, b) => a.distance - b.distance)
          .slice(0, 10);
        const found = nearestCodes(codebook, code, 10, metric);
        expect(found.map((one) => one.code)).toEqual(expected.map((one) => one.code));
        found.forEach((one, i) => expect(one.distance).toBeCloseTo(expected[i].distance, 6));
      }
    });
  }

  it('are told lowest number first where they tie', () => {
    const equal = { codes: 4, dim: 2, vectors: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 1) };
    expect(nearestCodes(equal, 0, 3, 'l2').map(({ code }) => code)).toEqual([1, 2, 3]);
  });

  it('gives a vector without length the cosine distance 1', () => {
    const zero = { codes: 2, dim: 2, vectors: Float32Array.of(0, 0, 3, 4) };
    expect([...distancesFrom(zero, 1, 'cosine')]).toEqual([1, 0]);
    expect([...rowNorms(zero)]).toEqual([0, 5]);
  });

  it('of every entry at once are those of each alone', () => {
    const { k, indices, distances } = neighbourGraph(codebook, 6);
    for (let code = 0; code < codebook.codes; code++) {
      const alone = nearestCodes(codebook, code, k, 'l2');
      expect([...indices.subarray(code * k, (code + 1) * k)]).toEqual(alone.map((one) => one.code));
      alone.forEach((one, i) => expect(distances[code * k + i]).toBeCloseTo(one.distance, 4));
    }
  });
});
