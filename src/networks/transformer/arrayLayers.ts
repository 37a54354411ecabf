import { expOf } from './fastExp.ts';

/**
 * LayerNorm and GELU in plain loops, for backends that compute on the CPU anyway: as tensor operations they are eight
 * and five passes, and for the single rows of decoding each pass costs more in calls than in arithmetic.
 */

/** LayerNorm over rows of `width` values; statistics in float64. */
export function normaliseRows(
  x: Float32Array,
  width: number,
  scale: Float32Array,
  shift: Float32Array,
  epsilon: number,
): Float32Array {
  const out = new Float32Array(x.length);
  for (let row = 0; row < x.length; row += width) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += x[row + i];
    const mean = sum / width;
    let squares = 0;
    for (let i = 0; i < width; i++) {
      const difference = x[row + i] - mean;
      squares += difference * difference;
    }
    const factor = 1 / Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++) out[row + i] = (x[row + i] - mean) * factor * scale[i] + shift[i];
  }
  return out;
}

/** Exact GELU, x * Phi(x), up to 1.5e-7 of Phi: the error function by Abramowitz & Stegun 7.1.26. */
export function geluOf(x: Float32Array): Float32Array {
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    const z = Math.abs(value) * Math.SQRT1_2;
    const t = 1 / (1 + 0.3275911 * z);
    const tail =
      t *
      (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
      expOf(-z * z);
    out[i] = value >= 0 ? value * (1 - 0.5 * tail) : 0.5 * value * tail;
  }
  return out;
}
