import { elementCount, type Dtype } from '../../../src/checkpoint/dtypes.ts';
import { transformerTensors, vqganTensors } from '../../../src/checkpoint/infer/networkTensors.ts';
import { tensorSource } from '../../../src/checkpoint/readers.ts';
import type { TensorInfo, TensorSource } from '../../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture, VqganArchitecture } from '../../../src/core/architecture.ts';

/** Tensors by name; values are zeros unless given. */
export type Fake = Map<
  string,
  {
    readonly shape: readonly number[];
    readonly dtype?: Dtype;
    readonly values?: Float32Array | readonly number[];
  }
>;

/** All tensors of stages by prefix and of a transformer, as a checkpoint would have them. */
export function fakeModel(
  stages: Readonly<Record<string, VqganArchitecture>>,
  transformer?: Omit<TransformerArchitecture, 'heads'>,
  prefix = 'transformer.',
): Fake {
  const fake: Fake = new Map();
  for (const [before, stage] of Object.entries(stages)) {
    for (const [name, shape] of vqganTensors(stage)) fake.set(before + name, { shape });
    if (stage.patch !== 1) fake.set(`${before}patch`, { shape: [], dtype: 'i64', values: [stage.patch] });
  }
  if (transformer) {
    for (const [name, shape] of transformerTensors(transformer)) fake.set(prefix + name, { shape });
  }
  return fake;
}

export function fakeSource(fake: Fake): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  for (const [name, { shape, dtype = 'f32' }] of fake) tensors.set(name, { name, shape, dtype });
  return tensorSource(tensors, ({ name, shape, dtype }) => {
    const values = fake.get(name)?.values ?? new Float32Array(elementCount(shape));
    const array =
      dtype === 'i64' ? BigInt64Array.from(Array.from(values, BigInt)) : Float32Array.from(values);
    return Promise.resolve(new Uint8Array(array.buffer));
  });
}

/** Lower triangle of ones, and a square of ones in the corner. */
export function causalMask(size: number, unmasked: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => {
    const row = Math.floor(i / size);
    const column = i % size;
    return column <= row || (row < unmasked && column < unmasked) ? 1 : 0;
  });
}
