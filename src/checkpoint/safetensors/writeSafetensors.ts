import { dataView } from '../bytes.ts';
import { type Dtype, DTYPE_BYTES } from '../dtypes.ts';

export interface TensorToWrite {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Elements in C order, little-endian. */
  readonly bytes: Uint8Array;
}

/** Most bytes that a tensor's entry in the header can take. */
export function headerBytes(tensor: Pick<TensorToWrite, 'name' | 'shape'>): number {
  return tensor.name.length + 16 * tensor.shape.length + 100;
}

/** A whole safetensors file. Wider types come first and the header is padded, so that all are aligned. */
export function encodeSafetensors(tensors: readonly TensorToWrite[]): Uint8Array {
  const ordered = tensors.toSorted((a, b) => DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype]);
  let at = 0;
  const entries = ordered.map(({ name, dtype, shape, bytes }) => {
    const data_offsets = [at, (at += bytes.byteLength)];
    return [name, { dtype: dtype.toUpperCase(), shape, data_offsets }] as const;
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8, ' '));
  const file = new Uint8Array(8 + header.byteLength + at);
  dataView(file).setBigUint64(0, BigInt(header.byteLength), true);
  file.set(header, 8);
  let to = 8 + header.byteLength;
  for (const { bytes } of ordered) {
    file.set(bytes, to);
    to += bytes.byteLength;
  }
  return file;
}
