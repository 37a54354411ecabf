import { TesseraError } from '../core/errors.ts';
import { toFloat32, toIntegers } from './dtypes.ts';
import type { TensorInfo, TensorSource } from './tensorSource.ts';

/** A source from its list of tensors and one function that reads raw elements in C order. */
export function tensorSource(
  tensors: ReadonlyMap<string, TensorInfo>,
  readBytes: (info: TensorInfo) => Promise<Uint8Array>,
): TensorSource {
  const find = (name: string): TensorInfo => {
    const info = tensors.get(name);
    if (!info) throw missingTensor(name);
    return info;
  };
  return {
    tensors,
    readBytes: async (name) => readBytes(find(name)),
    readFloat32: async (name) => {
      const info = find(name);
      return toFloat32(await readBytes(info), info.dtype);
    },
    readIntegers: async (name) => {
      const info = find(name);
      return toIntegers(await readBytes(info), info.dtype, name);
    },
  };
}

export function missingTensor(name: string): TesseraError {
  return new TesseraError(
    'tensor-missing',
    `the tensor ${name} is missing`,
    'the file is damaged or not a model of this family',
  );
}
