import { describe, expect, it } from 'vitest';

import { codebookKinship } from '../../src/checkpoint/infer/codebookInWeights.ts';
import { headsInWeights } from '../../src/checkpoint/infer/headsInWeights.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import { uniform } from '../../src/core/philox.ts';

const WIDTH = 96;
const CANDIDATES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

function sourceOf(read: (name: string) => Float32Array): TensorSource {
  const refuse = () => Promise.reject(new Error('not asked for'));
  return {
    tensors: new Map(),
    readFloat32: (name) => Promise.resolve(read(name)),
    readIntegers: refuse,
    readBytes: refuse,
  };
}

/** Random numbers around 0, the same for a seed. */
function noise(seed: number, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => uniform(seed, i, 0) + uniform(seed, i, 1) - 1,
  );
}

/** Rows of one head share a few directions, as training makes them, by `share` of their length. */
function trained(heads: number, share: number): TensorSource {
  let seed = 1;
  return sourceOf(() => {
    const directions = noise(seed++, heads * 2, WIDTH);
    const mixture = noise(seed++, WIDTH, 2);
    return noise(seed++, WIDTH, WIDTH).map((value, i) => {
      const [row, column] = [Math.floor(i / WIDTH), i % WIDTH];
      const head = Math.floor((row * heads) / WIDTH);
      const shared = [0, 1].reduce(
        (sum, k) => sum + mixture[row * 2 + k] * directions[(head * 2 + k) * WIDTH + column],
        0,
      );
      return value + share * 2 * shared;
    });
  });
}

describe('headsInWeights', () => {
  it.each([2, 3, 4, 6, 8, 12])('finds %i heads, also where others would fit', async (heads) => {
    expect(await headsInWeights(trained(heads, 1), { layers: 4, width: WIDTH }, CANDIDATES)).toBe(heads);
  });

  it('finds them where little of a row is shared', async () => {
    expect(await headsInWeights(trained(6, 0.6), { layers: 4, width: WIDTH }, CANDIDATES)).toBe(6);
  });

  it('says nothing of untrained weights, of one head, and of zeros', async () => {
    const layers = { layers: 4, width: WIDTH };
    expect(await headsInWeights(trained(6, 0), layers, CANDIDATES)).toBeNull();
    expect(await headsInWeights(trained(1, 1), layers, CANDIDATES)).toBeNull();
    const zeros = sourceOf(() => new Float32Array(WIDTH * WIDTH));
    expect(await headsInWeights(zeros, layers, CANDIDATES)).toBeNull();
  });
});

describe('codebookKinship', () => {
  const [CODES, DIM] = [256, 8];
  const vectors = noise(77, CODES, DIM);
  /** Each row says its code's place in the codebook, and much else. */
  const table = noise(78, CODES + 40, WIDTH).map((value, i) => {
    const [code, column] = [Math.floor(i / WIDTH), i % WIDTH];
    return value + (code < CODES ? 0.7 * vectors[code * DIM + (column % DIM)] : 0);
  });
  const source = sourceOf(() => table);
  const kinship = (of: Float32Array, codes = CODES) =>
    codebookKinship(source, WIDTH, { vectors: of, codes, dim: DIM });

  it('is large for the codebook that the transformer was trained with', async () => {
    expect(await kinship(vectors)).toBeGreaterThan(10);
  });

  it('is that of chance for another codebook, and for the same in another order', async () => {
    expect(await kinship(noise(79, CODES, DIM))).toBeLessThan(4);
    const turned = Float32Array.from(vectors, (_, i) => vectors[(i + 101 * DIM) % vectors.length]);
    expect(await kinship(turned)).toBeLessThan(4);
  });

  it('says nothing of small codebooks', async () => {
    expect(await kinship(vectors.subarray(0, 64 * DIM), 64)).toBeNull();
  });
});
