import type { Dtype } from './dtypes.ts';

/** Where weights come from: a checkpoint file, a safetensors file, or a model folder. Reads are by tensor. */
export interface TensorInfo {
  readonly name: string;
  readonly shape: readonly number[];
  /** Element type in the file. */
  readonly dtype: Dtype;
}

export interface TensorSource {
  /** All tensors by name, in file order. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Elements in C order, converted to float32 (integers too). @throws TesseraError when absent or damaged */
  readFloat32(name: string): Promise<Float32Array>;
  /** Small integer buffers (int64 and the like) as numbers. */
  readIntegers(name: string): Promise<number[]>;
  /**
   * Elements in C order as they lie in the file: `info.dtype`, little-endian. An int8 tensor of a model
   * folder comes with its factors in `<name>.scale`.
   */
  readBytes(name: string): Promise<Uint8Array>;
}

/** The same source seen without a key prefix such as `first_stage_model.`. */
export function withPrefix(source: TensorSource, prefix: string): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  for (const [name, info] of source.tensors) {
    if (name.startsWith(prefix)) {
      const short = name.slice(prefix.length);
      tensors.set(short, { ...info, name: short });
    }
  }
  return {
    tensors,
    readFloat32: (name) => source.readFloat32(prefix + name),
    readIntegers: (name) => source.readIntegers(prefix + name),
    readBytes: (name) => source.readBytes(prefix + name),
  };
}
