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

/** Phi is tabulated between -REACH and REACH; beyond, it is 0 or 1 to all digits of a float32. */
const REACH = 8;
const INTERVALS = 2 ** 14;
const STEP = (2 * REACH) / INTERVALS;
/** Phi at the ends of the intervals: the density's integral by Simpson's rule. */
const PHI = phiTable();

/**
 * Exact GELU, x * Phi(x), up to 3e-8 of Phi. From a table, because an exponential a value costs more than all the rest
 * of the layer but its products.
 */
export function geluOf(x: Float32Array): Float32Array {
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    const place = (value + REACH) * (1 / STEP);
    if (place >= INTERVALS) out[i] = value;
    else if (place > 0) {
      const below = place | 0;
      const phi = PHI[below];
      out[i] = value * (phi + (place - below) * (PHI[below + 1] - phi));
    } else out[i] = value * 0; // keeps what is no number
  }
  return out;
}

function phiTable(): Float64Array {
  const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const phi = new Float64Array(INTERVALS + 1);
  for (let i = 0; i < INTERVALS; i++) {
    const z = i * STEP - REACH;
    phi[i + 1] = phi[i] + (STEP / 6) * (density(z) + 4 * density(z + STEP / 2) + density(z + STEP));
  }
  return phi;
}
