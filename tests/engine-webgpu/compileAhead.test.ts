import { afterAll, beforeAll, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import { compileAhead } from '../../src/engine/webgpu/compileAhead.ts';
import { createWebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

it('leaves an engine nothing to compile, whose weights come later', async () => {
  let pipelines = 0;
  const create = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => {
    pipelines++;
    return create(descriptor);
  };
  const architecture = { layers: 2, heads: 2, width: 16, vocabulary: 20, blockSize: 12, unmasked: 0 };
  await compileAhead(device, architecture, 'f16');
  const ahead = pipelines;
  expect(ahead).toBeGreaterThan(15);
  const engine = await createWebGpuEngine(
    device,
    randomWeights(transformerTensors(architecture)),
    architecture,
    {
      weights: 'f16',
    },
  );
  const logits = await engine.forward(Int32Array.of(3));
  expect(logits.every(Number.isFinite)).toBe(true);
  expect(pipelines).toBe(ahead);
  engine.dispose();
});
