import { beforeAll, expect, it } from 'vitest';
import { ArrayAttention } from '../../src/networks/transformer/arrayAttention.ts';
import { expOf } from '../../src/networks/transformer/fastExp.ts';
import * as tf from '../../src/networks/tf.ts';

beforeAll(() => tf.startBackend('cpu'));

const HEADS = 2;

function qkvOf(rows: number, size: number): Float32Array {
  return Float32Array.from({ length: rows * 3 * HEADS * size }, (_, i) => 3 * Math.sin(i * 1.7 + (i % 13)));
}

/** Output rows when the sequence comes in pieces of these lengths. */
function attended(pieces: readonly number[], size: number, unmasked = 0): number[] {
  const rows = pieces.reduce((sum, one) => sum + one, 0);
  const data = qkvOf(rows, size);
  const attention = new ArrayAttention(HEADS, size, rows);
  const out: number[] = [];
  let from = 0;
  for (const count of pieces) {
    const stride = 3 * HEADS * size;
    const part = data.slice(from * stride, (from + count) * stride);
    const result = tf.tidy(() =>
      attention.attend(tf.tensor2d(part, [count, stride]), from, unmasked).dataSync(),
    );
    out.push(...result);
    from += count;
  }
  return out;
}

it.each([3, 8, 12, 32])('gives rows together what it gives them one by one, heads of %d', (size) => {
  const ones = attended(new Array<number>(23).fill(1), size);
  expect(attended([23], size)).toEqual(ones);
  expect(attended([5, 1, 9, 8], size)).toEqual(ones);
});

it('lets the unmasked places of a block see each other, and later ones only what is before them', () => {
  const size = 4;
  const [rows, unmasked] = [11, 6];
  const data = qkvOf(rows, size);
  const got = attended([rows], size, unmasked);
  const width = HEADS * size;
  for (let row = 0; row < rows; row++) {
    const reach = row < unmasked ? unmasked : row + 1;
    for (let head = 0; head < HEADS; head++) {
      const part = (place: number, index: number) => {
        const at = place * 3 * width + index * width + head * size;
        return [...data.subarray(at, at + size)];
      };
      const query = part(row, 0);
      const scores = Array.from({ length: reach }, (_, j) =>
        part(j, 1).reduce((sum, key, i) => sum + (key * query[i]) / Math.sqrt(size), 0),
      );
      const weights = scores.map((score) => Math.exp(score - Math.max(...scores)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < size; i++) {
        const expected = weights.reduce((sum, weight, j) => sum + weight * part(j, 2)[i], 0) / total;
        expect(Math.abs(got[row * width + head * size + i] - expected)).toBeLessThan(1e-6);
      }
    }
  }
});

it('takes powers of e of what is not positive', () => {
  for (let x = 0; x > -720; x -= 0.0371) {
    const exact = Math.exp(x);
    expect(Math.abs(expOf(x) - exact)).toBeLessThanOrEqual(1e-9 * exact + 1e-307);
  }
  expect([expOf(0), expOf(-Infinity), expOf(-1e9)]).toEqual([1, 0, 0]);
  expect(expOf(NaN)).toBeNaN();
});
