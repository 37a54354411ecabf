import { TesseraError } from '../core/errors.ts';
import { dataView } from './bytes.ts';
import { halfToFloat } from './float16.ts';

export const DTYPE_BYTES = {
  f64: 8,
  f32: 4,
  f16: 2,
  bf16: 2,
  i64: 8,
  i32: 4,
  i16: 2,
  i8: 1,
  u8: 1,
  bool: 1,
} as const;

export type Dtype = keyof typeof DTYPE_BYTES;

/** Number of elements, or Infinity when a double cannot count them exactly. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) return Infinity;
    count *= size;
  }
  return Number.isSafeInteger(count) ? count : Infinity;
}

/** A typed-array constructor needs its own alignment; file offsets rarely have it. (Node's Buffer.slice is a view.) */
function aligned(bytes: Uint8Array, to: number): Uint8Array {
  return bytes.byteOffset % to === 0 ? bytes : new Uint8Array(bytes);
}

/** Little-endian elements of any supported type as float32. May share memory with `bytes` when it is float32. */
export function toFloat32(bytes: Uint8Array, dtype: Dtype): Float32Array {
  const source = aligned(bytes, DTYPE_BYTES[dtype]);
  const { buffer, byteOffset } = source;
  const count = Math.floor(source.byteLength / DTYPE_BYTES[dtype]);
  switch (dtype) {
    case 'f32':
      return new Float32Array(buffer, byteOffset, count);
    case 'f64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case 'f16':
      return halfToFloat(new Uint16Array(buffer, byteOffset, count));
    case 'bf16': {
      const out = new Uint32Array(count);
      const halves = new Uint16Array(buffer, byteOffset, count);
      for (let i = 0; i < count; i++) out[i] = halves[i] << 16;
      return new Float32Array(out.buffer);
    }
    case 'i64': {
      const out = new Float32Array(count);
      const view = dataView(source);
      for (let i = 0; i < count; i++) out[i] = Number(view.getBigInt64(8 * i, true));
      return out;
    }
    case 'i32':
      return Float32Array.from(new Int32Array(buffer, byteOffset, count));
    case 'i16':
      return Float32Array.from(new Int16Array(buffer, byteOffset, count));
    case 'i8':
      return Float32Array.from(new Int8Array(buffer, byteOffset, count));
    case 'u8':
      return Float32Array.from(source);
    case 'bool':
      return Float32Array.from(source, (byte) => (byte === 0 ? 0 : 1));
  }
}

/**
 * Elements of an integer type as numbers.
 * @throws TesseraError `tensor-not-integer` for fractions and values a double cannot hold
 */
export function toIntegers(bytes: Uint8Array, dtype: Dtype, name: string): number[] {
  const view = dataView(bytes);
  if (dtype === 'i32') {
    // float32 would round them from 2^24 on
    return Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
  }
  if (dtype !== 'i64') {
    const values = Array.from(toFloat32(bytes, dtype));
    if (values.every((value) => Number.isSafeInteger(value))) return values;
    throw notIntegers(name);
  }
  const count = bytes.byteLength / 8;
  return Array.from({ length: count }, (_, i) => {
    const value = Number(view.getBigInt64(8 * i, true));
    if (!Number.isSafeInteger(value)) throw notIntegers(name);
    return value;
  });
}

function notIntegers(name: string): TesseraError {
  return new TesseraError(
    'tensor-not-integer',
    `${name} holds values that are not plain integers`,
    'the file is damaged or not a model of this family',
  );
}
