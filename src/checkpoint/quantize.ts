/** What a tensor is stored as, and what that costs. */
import { DTYPE_BYTES, elementCount } from './dtypes.ts';
import { floatToHalf, halfToFloat, LARGEST_HALF } from './float16.ts';
import type { Manifest } from './manifest.ts';
import { partOfTensor } from './modelParts.ts';

export interface Packed {
  readonly dtype: 'f32' | 'f16' | 'i8';
  /** Elements in C order. */
  readonly bytes: Uint8Array;
  /** One factor for each row (output channel) of an int8 tensor. */
  readonly scale?: Float32Array;
  readonly error: QuantizationError;
}

export interface QuantizationError {
  /** Largest difference of an element. */
  readonly maxAbs: number;
  /** Root mean square of the difference over that of the tensor. */
  readonly relative: number;
}

/**
 * Encoders and codebooks stay float32, since their nearest-code decisions flip on small errors (reference
 * section 10, hazard 9); so do biases, norms and position embeddings, which are small.
 */
function storedDtype(name: string, shape: readonly number[], dtype: Manifest['dtype']): Packed['dtype'] {
  const matrix = shape.length === 2 || shape.length === 4;
  if (dtype === 'f32' || !matrix || /-encoder$/.test(partOfTensor(name)) || name.includes('.quantize.'))
    return 'f32';
  return dtype === 'f16' ? 'f16' : 'i8';
}

/**
 * How the values of one tensor are stored: as `storedDtype` says, but what would stay float32 and consists of halves
 * anyway (a model trained or exported in half precision) takes half the bytes and loses nothing.
 */
export function storedAs(
  name: string,
  shape: readonly number[],
  values: Float32Array,
  dtype: Manifest['dtype'],
): Packed['dtype'] {
  const stored = storedDtype(name, shape, dtype);
  return dtype === 'f16' && stored === 'f32' && shape.length > 1 && areHalves(values) ? 'f16' : stored;
}

function areHalves(values: Float32Array): boolean {
  return halfToFloat(floatToHalf(values)).every((half, i) => half === values[i]);
}

/** Bytes of a tensor once converted, factors of int8 rows included. */
export function storedBytes(name: string, shape: readonly number[], dtype: Manifest['dtype']): number {
  const stored = storedDtype(name, shape, dtype);
  const scales = stored === 'i8' ? shape[0] * DTYPE_BYTES.f32 : 0;
  return elementCount(shape) * DTYPE_BYTES[stored] + scales;
}

/** Packs values; a tensor that does not fit the range of f16 stays float32. */
export function pack(values: Float32Array, rows: number, dtype: Packed['dtype']): Packed {
  if (dtype === 'i8') return packRows(values, rows);
  if (dtype === 'f16' && largest(values) < LARGEST_HALF) {
    const halves = floatToHalf(values);
    return { dtype, bytes: new Uint8Array(halves.buffer), error: compare(values, halfToFloat(halves)) };
  }
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dtype: 'f32', bytes, error: { maxAbs: 0, relative: 0 } };
}

/** Symmetric int8 with one factor a row: q = round(x / s), s = max|row| / 127. */
function packRows(values: Float32Array, rows: number): Packed {
  const columns = values.length / rows;
  const packed = new Int8Array(values.length);
  const restored = new Float32Array(values.length);
  const scale = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const factor = Math.fround(largest(values.subarray(start, start + columns)) / 127) || 1;
    scale[row] = factor;
    for (let i = start; i < start + columns; i++) {
      packed[i] = Math.max(-127, Math.min(127, Math.round(values[i] / factor)));
      restored[i] = packed[i] * factor;
    }
  }
  return { dtype: 'i8', bytes: new Uint8Array(packed.buffer), scale, error: compare(values, restored) };
}

function largest(values: Float32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > most) most = magnitude;
  }
  return most;
}

function compare(values: Float32Array, restored: Float32Array): QuantizationError {
  let maxAbs = 0;
  let difference = 0;
  let power = 0;
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - restored[i];
    maxAbs = Math.max(maxAbs, Math.abs(d));
    difference += d * d;
    power += values[i] * values[i];
  }
  return { maxAbs, relative: power > 0 ? Math.sqrt(difference / power) : 0 };
}
