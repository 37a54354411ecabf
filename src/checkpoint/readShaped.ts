import { TesseraError } from '../core/errors.ts';
import type { TensorSource } from './tensorSource.ts';

/**
 * A tensor as float32, its shape checked first: a wrong one would otherwise show as a puzzling error far away.
 * @throws TesseraError `tensor-missing`, `tensor-shape`, and those of the source
 */
export async function readShaped(
  source: TensorSource,
  name: string,
  shape: readonly number[],
): Promise<Float32Array> {
  const info = source.tensors.get(name);
  if (info === undefined) {
    throw new TesseraError(
      'tensor-missing',
      `the weights have no tensor ${name}`,
      'use a complete checkpoint',
    );
  }
  if (info.shape.length !== shape.length || info.shape.some((size, axis) => size !== shape[axis])) {
    throw new TesseraError(
      'tensor-shape',
      `${name} has the shape [${info.shape.join(', ')}] where [${shape.join(', ')}] is needed`,
      'use weights that fit the description of the model',
    );
  }
  return source.readFloat32(name);
}
