import * as tf from '../tf.ts';
import type { Attention } from './attention.ts';
import { expOf } from './fastExp.ts';
import { LANES, mixBlock, ROWS, weighBlock } from './rowBlocks.ts';

/**
 * Attention in plain loops over plain arrays, for backends that compute on the CPU anyway: tfjs's WASM backend has no
 * SIMD kernel for batched products, and its slices and concatenations copy through JavaScript.
 * Keys and values are [head][position][channels padded to LANES], written once.
 */
export class ArrayAttention implements Attention {
  private readonly padded: number;
  private readonly keys: Float32Array;
  private readonly values: Float32Array;
  /** Of up to ROWS rows: [row][channel] and [position][row]. */
  private readonly query: Float64Array;
  private readonly scores: Float64Array;

  constructor(
    private readonly heads: number,
    private readonly size: number,
    private readonly capacity: number,
  ) {
    this.padded = Math.ceil(size / LANES) * LANES;
    this.keys = new Float32Array(heads * capacity * this.padded);
    this.values = new Float32Array(this.keys.length);
    this.query = new Float64Array(ROWS * this.padded);
    this.scores = new Float64Array(ROWS * capacity);
  }

  attend(qkv: tf.Tensor2D, from: number, unmasked: number): tf.Tensor2D {
    const rows = qkv.shape[0];
    const width = this.heads * this.size;
    const data = qkv.dataSync<'float32'>();
    this.append(data, rows, from);
    const out = new Float32Array(rows * width);
    const reachOf = (row: number): number => {
      const place = from + row;
      return place < unmasked ? Math.min(unmasked, from + rows) : place + 1;
    };
    for (let head = 0; head < this.heads; head++) {
      let row = 0;
      for (; row + ROWS <= rows; row += ROWS) this.attendBlock(data, head, row, reachOf, out);
      for (; row < rows; row++) {
        const reach = reachOf(row);
        this.loadQuery(data, row * 3 * width + head * this.size, 0);
        this.weigh(head, reach);
        softmax(this.scores, 0, 1, reach);
        this.mix(head, reach, out, row * width + head * this.size);
      }
    }
    return tf.tensor2d(out, [rows, width]);
  }

  reset(): void {
    // Places are overwritten before they are read again, and arrays need not be given back.
  }

  private append(data: Float32Array, rows: number, from: number): void {
    const { heads, size, padded, capacity } = this;
    const width = heads * size;
    for (let row = 0; row < rows; row++) {
      for (let head = 0; head < heads; head++) {
        const at = row * 3 * width + head * size;
        const to = (head * capacity + from + row) * padded;
        this.keys.set(data.subarray(at + width, at + width + size), to);
        this.values.set(data.subarray(at + 2 * width, at + 2 * width + size), to);
      }
    }
  }

  /** ROWS neighbouring rows; each gets what it would get alone, to the last bit. */
  private attendBlock(
    data: Float32Array,
    head: number,
    first: number,
    reachOf: (row: number) => number,
    out: Float32Array,
  ): void {
    const { heads, size, scores, padded } = this;
    const base = head * this.capacity * padded;
    const width = heads * size;
    const reach = reachOf(first + ROWS - 1);
    for (let r = 0; r < ROWS; r++) this.loadQuery(data, (first + r) * 3 * width + head * size, r);
    weighBlock(this.keys, base, padded, this.query, scores, reach);
    for (let r = 0; r < ROWS; r++) {
      const own = reachOf(first + r);
      softmax(scores, r, ROWS, own);
      for (let j = own; j < reach; j++) scores[j * ROWS + r] = 0;
    }
    const at = first * width + head * size;
    mixBlock(this.values, base, padded, size, scores, reach, out, at, width);
  }

  private loadQuery(data: Float32Array, at: number, row: number): void {
    const { size, query, padded } = this;
    const scale = size ** -0.5;
    for (let d = 0; d < size; d++) query[row * padded + d] = data[at + d] * scale;
  }

  /** Scores of positions 0 to reach - 1. */
  private weigh(head: number, reach: number): void {
    const { keys, query, scores, padded } = this;
    const base = head * this.capacity * padded;
    scores.fill(0, 0, reach);
    for (let lane = 0; lane < padded; lane += LANES) {
      const q0 = query[lane];
      const q1 = query[lane + 1];
      const q2 = query[lane + 2];
      const q3 = query[lane + 3];
      const q4 = query[lane + 4];
      const q5 = query[lane + 5];
      const q6 = query[lane + 6];
      const q7 = query[lane + 7];
      for (let j = 0, k = base + lane; j < reach; j++, k += padded) {
        scores[j] +=
          q0 * keys[k] +
          q1 * keys[k + 1] +
          (q2 * keys[k + 2] + q3 * keys[k + 3]) +
          (q4 * keys[k + 4] + q5 * keys[k + 5] + (q6 * keys[k + 6] + q7 * keys[k + 7]));
      }
    }
  }

  /** The values of positions 0 to reach - 1, weighted by `scores`. */
  private mix(head: number, reach: number, out: Float32Array, at: number): void {
    const { values, scores, padded, size } = this;
    const base = head * this.capacity * padded;
    for (let lane = 0; lane < padded; lane += LANES) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let s4 = 0;
      let s5 = 0;
      let s6 = 0;
      let s7 = 0;
      for (let j = 0, v = base + lane; j < reach; j++, v += padded) {
        const weight = scores[j];
        s0 += weight * values[v];
        s1 += weight * values[v + 1];
        s2 += weight * values[v + 2];
        s3 += weight * values[v + 3];
        s4 += weight * values[v + 4];
        s5 += weight * values[v + 5];
        s6 += weight * values[v + 6];
        s7 += weight * values[v + 7];
      }
      const sums = [s0, s1, s2, s3, s4, s5, s6, s7];
      for (let d = lane; d < Math.min(size, lane + LANES); d++) out[at + d] = sums[d - lane];
    }
  }
}

/** Softmax in place over the first `count` scores of a row: `scores[first]`, `scores[first + step]` and so on. */
function softmax(scores: Float64Array, first: number, step: number, count: number): void {
  const end = first + step * count;
  let largest = -Infinity;
  for (let s = first; s < end; s += step) if (scores[s] > largest) largest = scores[s];
  let sum = 0;
  for (let s = first; s < end; s += step) sum += scores[s] = expOf(scores[s] - largest);
  for (let s = first; s < end; s += step) scores[s] /= sum;
}
