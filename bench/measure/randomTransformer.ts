import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorInfo, TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';

/**
 * A transformer with made-up weights: speed does not depend on their values. A linear congruential generator, because
 * hundreds of millions of numbers are needed; the same on every machine.
 */
export function randomTransformer(architecture: TransformerArchitecture): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  for (const [name, shape] of transformerTensors(architecture))
    tensors.set(name, { name, shape, dtype: 'f32' });
  const names = [...tensors.keys()];
  const values = (name: string): Float32Array => {
    const { shape } = tensors.get(name)!;
    const length = shape.reduce((product, size) => product * size, 1);
    const spread = shape.length > 1 ? Math.sqrt((3 * shape[0]) / length) : 0.1;
    const middle = shape.length === 1 && name.endsWith('.weight') ? 1 : 0;
    const out = new Float32Array(length);
    let state = names.indexOf(name) + 1;
    for (let i = 0; i < length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      out[i] = middle + (spread * state) / 2 ** 31;
    }
    return out;
  };
  return {
    tensors,
    readFloat32: (name) => Promise.resolve(values(name)),
    readIntegers: (name) => Promise.resolve([...values(name)]),
    readBytes: (name) => Promise.resolve(new Uint8Array(values(name).buffer)),
  };
}
