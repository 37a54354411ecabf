import type { TensorInfo, TensorSource } from '../../src/checkpoint/tensorSource.ts';
import { uniform } from '../../src/core/philox.ts';

/** Weights for given shapes, the same on every machine, scaled so that activations neither die nor grow. */
export function randomWeights(shapes: ReadonlyMap<string, readonly number[]>): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  for (const [name, shape] of shapes) tensors.set(name, { name, shape, dtype: 'f32' });
  const names = [...tensors.keys()];
  const values = (name: string): Float32Array => {
    const { shape } = tensors.get(name)!;
    const length = shape.reduce((product, size) => product * size, 1);
    const spread = shape.length > 1 ? Math.sqrt((3 * shape[0]) / length) : 0.1;
    const middle = shape.length === 1 && name.endsWith('.weight') ? 1 : 0;
    const seed = names.indexOf(name);
    return Float32Array.from({ length }, (_, i) => middle + spread * (2 * uniform(seed, i, 7) - 1));
  };
  return {
    tensors,
    readFloat32: (name) => Promise.resolve(values(name)),
    readIntegers: (name) => Promise.resolve([...values(name)]),
    readBytes: (name) => Promise.resolve(new Uint8Array(values(name).buffer)),
  };
}
