import { floatToHalf } from '../../../checkpoint/float16.ts';

/** Channels in groups of four; what is missing is zeros. */
export function quadsOf(channels: number): number {
  return Math.ceil(channels / 4);
}

/**
 * A kernel [outputs, inputs, size, size] as the convolution reads it: [input quad][tap][input of the quad][output], both
 * padded to quads, halves where wanted. Kernels that share their input may lie side by side.
 */
export function packConvolution(
  kernels: readonly Float32Array[],
  inputs: number,
  outputs: number,
  size: 1 | 3,
  format: 'f32' | 'f16',
): Float32Array | Uint16Array {
  const taps = size * size;
  const width = 4 * quadsOf(outputs * kernels.length);
  const packed = new Float32Array(4 * quadsOf(inputs) * taps * width);
  for (const [part, kernel] of kernels.entries()) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        for (let tap = 0; tap < taps; tap++) {
          const row = (Math.floor(i / 4) * taps + tap) * 4 + (i % 4);
          packed[row * width + part * outputs + o] = kernel[(o * inputs + i) * taps + tap];
        }
      }
    }
  }
  return format === 'f16' ? floatToHalf(packed) : packed;
}

/** Vectors behind each other, the whole padded to quads. */
export function packVectors(...vectors: readonly Float32Array[]): Float32Array {
  const length = vectors.reduce((sum, { length: one }) => sum + one, 0);
  const packed = new Float32Array(4 * quadsOf(length));
  let at = 0;
  for (const vector of vectors) {
    packed.set(vector, at);
    at += vector.length;
  }
  return packed;
}

/** Rows of a matrix, each padded to quads. */
export function packRows(values: Float32Array, columns: number): Float32Array {
  const width = 4 * quadsOf(columns);
  if (width === columns) return values;
  const rows = values.length / columns;
  const packed = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    packed.set(values.subarray(row * columns, (row + 1) * columns), row * width);
  }
  return packed;
}

/** Rows without their padding. */
export function unpackRows(packed: Float32Array, columns: number): Float32Array {
  const width = 4 * quadsOf(columns);
  if (width === columns) return packed;
  const rows = packed.length / width;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    values.set(packed.subarray(row * width, row * width + columns), row * columns);
  }
  return values;
}
