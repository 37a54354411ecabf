import { expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import * as tf from '../../src/networks/tf.ts';
import { loadGpt } from '../../src/networks/transformer/gpt.ts';
import { fastEngine } from '../../src/runtime/fastEngine.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { testGpu } from './device.ts';

it('draws by tfjs on the same device where our own kernels do not fit the transformer', async () => {
  const transformer = { layers: 1, heads: 3, width: 15, vocabulary: 7, blockSize: 6, unmasked: 0 };
  const source = randomWeights(transformerTensors(transformer));
  const model = {
    transformer,
    manifest: { dtype: 'f32', conditioning: [], transformer },
    transformerWeights: () => Promise.resolve(source),
    gpt: () => loadGpt(source, transformer),
  } as unknown as LoadedModel;
  const tokens = Int32Array.of(3, 1, 4, 1, 5);
  await tf.startBackend('cpu');
  const expected = await (await fastEngine(model, null)).forward(tokens);
  const { device } = await tf.startBackend('webgpu', { gpu: await testGpu() });
  const engine = await fastEngine(model, device);
  const logits = await engine.forward(tokens);
  expect(logits).toHaveLength(35);
  expect(Math.max(...logits.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-4);
  device?.destroy();
});
