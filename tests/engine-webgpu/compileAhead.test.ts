import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
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

it('tells a refused kernel once, however long the weights take', async () => {
  const unheard: unknown[] = [];
  const listen = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', listen);
  const create = device.createComputePipelineAsync.bind(device);
  onTestFinished(() => {
    process.off('unhandledRejection', listen);
    device.createComputePipelineAsync = create;
  });
  device.createComputePipelineAsync = () => Promise.reject(new Error('no'));
  const architecture = { layers: 1, heads: 2, width: 24, vocabulary: 20, blockSize: 12, unmasked: 0 };
  const source = randomWeights(transformerTensors(architecture));
  const slow: typeof source = {
    ...source,
    readFloat32: (name) => delay(5).then(() => source.readFloat32(name)),
  };
  await expect(createWebGpuEngine(device, slow, architecture, { weights: 'f32' })).rejects.toMatchObject({
    code: 'kernel-refused',
  });
  expect(unheard).toEqual([]);
});
