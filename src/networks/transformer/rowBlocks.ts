/**
 * The two products of attention for several rows of a prefill at once: every key and value that is loaded (and made float64) serves
 * all of them. Sums have the order that one row alone has, so a row's result does not depend on its company.
 */

/** Channels of a sum that are added together. */
export const LANES = 8;
/** Rows that share what is loaded. */
export const ROWS = 4;

/**
 * Scores of positions 0 to reach - 1.
 * @param keys of a head: from `base` on, `padded` channels a position, a multiple of LANES
 * @param query [ROWS][padded]
 * @param scores [position][ROWS]
 */
export function weighBlock(
  keys: Float32Array,
  base: number,
  padded: number,
  query: Float64Array,
  scores: Float64Array,
  reach: number,
): void {
  scores.fill(0, 0, ROWS * reach);
  for (let lane = 0; lane < padded; lane += LANES) {
    const a = lane;
    const b = lane + padded;
    const c = lane + 2 * padded;
    const d = lane + 3 * padded;
    const a0 = query[a];
    const a1 = query[a + 1];
    const a2 = query[a + 2];
    const a3 = query[a + 3];
    const a4 = query[a + 4];
    const a5 = query[a + 5];
    const a6 = query[a + 6];
    const a7 = query[a + 7];
    const b0 = query[b];
    const b1 = query[b + 1];
    const b2 = query[b + 2];
    const b3 = query[b + 3];
    const b4 = query[b + 4];
    const b5 = query[b + 5];
    const b6 = query[b + 6];
    const b7 = query[b + 7];
    const c0 = query[c];
    const c1 = query[c + 1];
    const c2 = query[c + 2];
    const c3 = query[c + 3];
    const c4 = query[c + 4];
    const c5 = query[c + 5];
    const c6 = query[c + 6];
    const c7 = query[c + 7];
    const d0 = query[d];
    const d1 = query[d + 1];
    const d2 = query[d + 2];
    const d3 = query[d + 3];
    const d4 = query[d + 4];
    const d5 = query[d + 5];
    const d6 = query[d + 6];
    const d7 = query[d + 7];
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

/**
 * Values of positions 0 to reach - 1, weighted by `scores`, four channels at a time.
 * @param size channels that are wanted
 * @param out rows of `width`, the first one's channels from `at` on
 */
export function mixBlock(
  values: Float32Array,
  base: number,
  padded: number,
  size: number,
  scores: Float64Array,
  reach: number,
  out: Float32Array,
  at: number,
  width: number,
): void {
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
