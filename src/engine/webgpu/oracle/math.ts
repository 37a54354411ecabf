/** Plain float64 forms of what the kernels compute; tests and the self-test compare against them. */

export function layerNorm(
  x: readonly number[],
  scale: readonly number[],
  shift: readonly number[],
): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[i] + shift[i]);
}

/** `weights` [outputs][inputs] times x, plus bias. */
export function linear(
  x: readonly number[],
  weights: readonly (readonly number[])[],
  bias: readonly number[],
): number[] {
  return weights.map((row, o) => row.reduce((sum, w, i) => sum + w * x[i], bias[o]));
}

/** Attention of one query over keys and values [position][channel] of one head. */
export function attend(
  query: readonly number[],
  keys: readonly (readonly number[])[],
  values: readonly (readonly number[])[],
): number[] {
  const scores = keys.map((key) => key.reduce((sum, k, i) => sum + k * query[i], 0));
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const mass = weights.reduce((sum, w) => sum + w, 0);
  return query.map((_, i) => weights.reduce((sum, w, p) => sum + (w / mass) * values[p][i], 0));
}

export function gelu(x: number): number {
  return 0.5 * x * (1 + erf(x / Math.SQRT2));
}

/** Error function to about 1e-15: the Taylor series below 3, the continued fraction of erfc above. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 3) {
    let term = size;
    let sum = size;
    for (let n = 1; n < 100; n++) {
      term *= (-size * size) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * sum * 2) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + fraction)));
}
