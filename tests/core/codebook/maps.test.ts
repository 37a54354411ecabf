import { describe, expect, it } from 'vitest';

import { arrange, lineLength, nearestNeighbourChain } from '../../../src/core/codebook/arrangement.ts';
import type { Codebook } from '../../../src/core/codebook/codebook.ts';
import { neighbourEmbedding } from '../../../src/core/codebook/embedding.ts';
import { insidePolygon } from '../../../src/core/codebook/lasso.ts';
import { principalProjection } from '../../../src/core/codebook/pca.ts';
import { rowsOf, syntheticCodebook } from './codebooks.ts';

/** The leading axes by power iteration with deflation: another way to the same thing. */
function powerIteration(codebook: Codebook): { points: number[][]; shares: number[] } {
  const rows = rowsOf(codebook);
  const { dim, codes } = codebook;
  const mean = Array.from({ length: dim }, (_, i) => rows.reduce((sum, row) => sum + row[i], 0) / codes);
  const centred = rows.map((row) => row.map((value, i) => value - mean[i]));
  const matrix = Array.from({ length: dim }, (_, i) =>
    Array.from(
      { length: dim },
      (_, j) => centred.reduce((sum, row) => sum + row[i] * row[j], 0) / (codes - 1),
    ),
  );
  const total = matrix.reduce((sum, row, i) => sum + row[i], 0);
  const axes: number[][] = [];
  const shares: number[] = [];
  for (let axis = 0; axis < 2; axis++) {
    let vector = Array.from({ length: dim }, (_, i) => 1 + 0.1 * i);
    let length = 0;
    for (let step = 0; step < 3000; step++) {
      vector = matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i], 0));
      length = Math.hypot(...vector);
      vector = vector.map((value) => value / length);
    }
    axes.push(vector);
    shares.push(length / total);
    matrix.forEach((row, i) => row.forEach((_, j) => (row[j] -= length * vector[i] * vector[j])));
  }
  const points = centred.map((row) =>
    axes.map((axis) => row.reduce((sum, value, i) => sum + value * axis[i], 0)),
  );
  return { points, shares };
}

describe('principal components', () => {
  it('are those that power iteration finds', () => {
    for (const [codes, dim] of [
      [120, 4],
      [60, 17],
      [200, 32],
    ]) {
      const codebook = syntheticCodebook(codes, dim);
      const { points, shares } = principalProjection(codebook);
      const oracle = powerIteration(codebook);
      expect(shares[0]).toBeCloseTo(oracle.shares[0], 6);
      expect(shares[1]).toBeCloseTo(oracle.shares[1], 6);
      for (const axis of [0, 1]) {
        // An axis may point either way.
        const sign = Math.sign(points[axis] * oracle.points[0][axis]);
        oracle.points.forEach((point, code) =>
          expect(points[code * 2 + axis]).toBeCloseTo(sign * point[axis], 3),
        );
      }
    }
  });

  it('find a line in equal rows and in one dimension', () => {
    const equal = principalProjection({ codes: 5, dim: 3, vectors: new Float32Array(15).fill(2) });
    expect([...equal.points]).toEqual(new Array(10).fill(0));
    expect(equal.shares).toEqual([0, 0]);
    const line = principalProjection({ codes: 3, dim: 1, vectors: Float32Array.of(1, 2, 4) });
    expect(line.shares).toEqual([1, 0]);
    expect(line.points[4] - line.points[0]).toBeCloseTo(3, 6);
  });
});

describe('the neighbour embedding', () => {
  const codebook = syntheticCodebook(240, 12, 3);

  it('is the same for the same seed and another for another', () => {
    const first = neighbourEmbedding(codebook, 1);
    expect(neighbourEmbedding(codebook, 1)).toEqual(first);
    expect(neighbourEmbedding(codebook, 2)).not.toEqual(first);
    expect(first.every(Number.isFinite)).toBe(true);
  });

  it('keeps entries of a cluster together', () => {
    const points = neighbourEmbedding(codebook, 1);
    const apart = (a: number, b: number) =>
      Math.hypot(points[2 * a] - points[2 * b], points[2 * a + 1] - points[2 * b + 1]);
    let kept = 0;
    for (let code = 0; code < codebook.codes; code++) {
      const nearest = Array.from({ length: codebook.codes }, (_, other) => other)
        .filter((other) => other !== code)
        .sort((a, b) => apart(code, a) - apart(code, b))
        .slice(0, 8);
      kept += nearest.filter((other) => other % 6 === code % 6).length;
    }
    // By chance it would be a sixth.
    expect(kept / (codebook.codes * 8)).toBeGreaterThan(0.95);
  });

  it('tells how far it is, up to the end', () => {
    const shares: number[] = [];
    neighbourEmbedding(codebook, 1, (share) => shares.push(share));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('takes codebooks smaller than a neighbourhood', () => {
    for (const codes of [1, 2, 3]) {
      expect(neighbourEmbedding(syntheticCodebook(codes, 4), 0).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('the arrangement', () => {
  const codebook = syntheticCodebook(180, 8, 5);

  it('holds every entry once, the same for the same seed', () => {
    const order = arrange(codebook, 4);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 180 }, (_, code) => code));
    expect(arrange(codebook, 4)).toEqual(order);
    expect(arrange(codebook, 5)).not.toEqual(order);
  });

  it('is shorter than the chain it starts from, and that shorter than the numbers', () => {
    const chain = lineLength(codebook, nearestNeighbourChain(codebook, 4));
    const plain = lineLength(
      codebook,
      Int32Array.from({ length: 180 }, (_, code) => code),
    );
    expect(chain).toBeLessThan(plain / 2);
    expect(lineLength(codebook, arrange(codebook, 4))).toBeLessThan(chain);
  });
});

describe('the lasso', () => {
  it('holds what lies inside, also in a shape that folds in', () => {
    // A square of side 4 with a notch from the right.
    const shape = [0, 0, 4, 0, 1, 2, 4, 4, 0, 4];
    expect(insidePolygon(shape, 0.5, 2)).toBe(true);
    expect(insidePolygon(shape, 3, 2)).toBe(false);
    expect(insidePolygon(shape, 2, 0.5)).toBe(true);
    expect(insidePolygon(shape, 5, 1)).toBe(false);
    expect(insidePolygon([], 0, 0)).toBe(false);
  });
});
