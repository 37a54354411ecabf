/** Known values for the self-test, and how results are compared. */
import { shapeOf } from './shape.ts';

/** Small, and odd where it may be. */
export const SHAPE = shapeOf({ layers: 1, heads: 2, width: 16, vocabulary: 37, blockSize: 150, unmasked: 0 });

/** Known numbers in [-1, 1], exact in half precision. */
export function wave(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * 37 + seed * 101) % 129) / 64 - 1);
}

export function rowsOf(values: Float32Array, width: number): number[][] {
  const count = values.length / width;
  return Array.from({ length: count }, (_, r) => [...values.subarray(r * width, (r + 1) * width)]);
}

export function largestDifference(words: Uint32Array, expected: readonly number[]): number {
  const got = new Float32Array(words.buffer);
  return expected.reduce((most, value, i) => {
    const difference = Math.abs(got[i] - value);
    return difference <= most ? most : Number.isNaN(difference) ? Infinity : difference;
  }, 0);
}
