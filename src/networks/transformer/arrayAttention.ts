import * as tf from '../tf.ts';
import type { Attention } from './attention.ts';
import { expOf } from './fastExp.ts';

/** Channels handled together, so that they stay in registers. */
const LANES = 8;
/** Rows of a prefill that share every key and value that is loaded. */
const ROWS = 4;

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
    const { heads, size, scores } = this;
    const width = heads * size;
    const reach = reachOf(first + ROWS - 1);
    for (let r = 0; r < ROWS; r++) this.loadQuery(data, (first + r) * 3 * width + head * size, r);
    this.weighBlock(head, reach);
    for (let r = 0; r < ROWS; r++) {
      const own = reachOf(first + r);
      softmax(scores, r, ROWS, own);
      for (let j = own; j < reach; j++) scores[j * ROWS + r] = 0;
    }
    this.mixBlock(head, reach, out, first * width + head * size);
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

  /** `weigh` for ROWS rows; sums have the order of one row alone. */
  private weighBlock(head: number, reach: number): void {
    const { keys, query, scores, padded } = this;
    const base = head * this.capacity * padded;
    scores.fill(0, 0, ROWS * reach);
    const [a, b, c, d] = [0, 1, 2, 3].map((r) => query.subarray(r * padded, (r + 1) * padded));
    for (let lane = 0; lane < padded; lane += LANES) {
      const [a0, a1, a2, a3, a4, a5, a6, a7] = a.subarray(lane, lane + LANES);
      const [b0, b1, b2, b3, b4, b5, b6, b7] = b.subarray(lane, lane + LANES);
      const [c0, c1, c2, c3, c4, c5, c6, c7] = c.subarray(lane, lane + LANES);
      const [d0, d1, d2, d3, d4, d5, d6, d7] = d.subarray(lane, lane + LANES);
      for (let s = 0, k = base + lane; s < ROWS * reach; s += ROWS, k += padded) {
        const k0 = keys[k];
        const k1 = keys[k + 1];
        const k2 = keys[k + 2];
        const k3 = keys[k + 3];
        const k4 = keys[k + 4];
        const k5 = keys[k + 5];
        const k6 = keys[k + 6];
        const k7 = keys[k + 7];
        scores[s] += a0 * k0 + a1 * k1 + (a2 * k2 + a3 * k3) + (a4 * k4 + a5 * k5 + (a6 * k6 + a7 * k7));
        scores[s + 1] += b0 * k0 + b1 * k1 + (b2 * k2 + b3 * k3) + (b4 * k4 + b5 * k5 + (b6 * k6 + b7 * k7));
        scores[s + 2] += c0 * k0 + c1 * k1 + (c2 * k2 + c3 * k3) + (c4 * k4 + c5 * k5 + (c6 * k6 + c7 * k7));
        scores[s + 3] += d0 * k0 + d1 * k1 + (d2 * k2 + d3 * k3) + (d4 * k4 + d5 * k5 + (d6 * k6 + d7 * k7));
      }
    }
  }

  /** `mix` for ROWS rows, four channels at a time. */
  private mixBlock(head: number, reach: number, out: Float32Array, at: number): void {
    const { values, scores, padded, size } = this;
    const width = this.heads * size;
    const base = head * this.capacity * padded;
    for (let lane = 0; lane < size; lane += 4) {
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      let c0 = 0;
      let c1 = 0;
      let c2 = 0;
      let c3 = 0;
      let d0 = 0;
      let d1 = 0;
      let d2 = 0;
      let d3 = 0;
      for (let s = 0, v = base + lane; s < ROWS * reach; s += ROWS, v += padded) {
        const v0 = values[v];
        const v1 = values[v + 1];
        const v2 = values[v + 2];
        const v3 = values[v + 3];
        const a = scores[s];
        const b = scores[s + 1];
        const c = scores[s + 2];
        const d = scores[s + 3];
        a0 += a * v0;
        a1 += a * v1;
        a2 += a * v2;
        a3 += a * v3;
        b0 += b * v0;
        b1 += b * v1;
        b2 += b * v2;
        b3 += b * v3;
        c0 += c * v0;
        c1 += c * v1;
        c2 += c * v2;
        c3 += c * v3;
        d0 += d * v0;
        d1 += d * v1;
        d2 += d * v2;
        d3 += d * v3;
      }
      const sums = [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3];
      for (let r = 0; r < ROWS; r++) {
        for (let i = 0; i < Math.min(4, size - lane); i++) out[at + r * width + lane + i] = sums[4 * r + i];
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
