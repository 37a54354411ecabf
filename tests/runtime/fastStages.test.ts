import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAWN_OPTIONS } from '../../scripts/vulkanEnvironment.mjs';
import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { WebGpuDecoder } from '../../src/engine/webgpu/vqgan/decoder.ts';
import { WebGpuEncoder } from '../../src/engine/webgpu/vqgan/encoder.ts';
import { backendDevice, startBackend } from '../../src/networks/tf.ts';
import { Vqgan } from '../../src/networks/vqgan/vqgan.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { writeTinyModel } from '../tiny/writeTinyModel.ts';

let parent: string;
let folder: string;
let gpu: GPU;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tessera-decoder-'));
  folder = await writeTinyModel(parent);
  const { create, globals } = await import('webgpu');
  gpu = create(DAWN_OPTIONS);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function openTiny(): Promise<LoadedModel> {
  const manifest = parseManifest(await readFile(join(folder, 'model.json'), 'utf8'));
  return new LoadedModel(manifest, (file) => readFile(join(folder, file.path)));
}

const GRID = { height: 3, width: 4, tokens: Int32Array.from({ length: 12 }, (_, i) => (i * 5) % 64) };

const LABELS = {
  height: 48,
  width: 32,
  labels: Uint8Array.from({ length: 48 * 32 }, (_, i) => (i >> 6) % 3),
};

it('encodes and decodes with kernels of our own on WebGPU, with tfjs elsewhere and where the driver is wrong', async () => {
  await startBackend('wasm');
  expect(backendDevice()).toBeNull();
  const plain = await openTiny();
  const byTfjs = await plain.decoder();
  expect(byTfjs).toBeInstanceOf(Vqgan);
  const expected = await byTfjs.decode(GRID);
  const expectedTokens = await (await plain.conditionEncoder('segmentation')).encodeLabels(LABELS);
  expect(plain.stageFallback).toBeNull();
  await plain.dispose();

  const { device } = await startBackend('webgpu', { gpu });
  expect(backendDevice()).toBe(device);
  const fast = await openTiny();
  const byKernels = await fast.decoder();
  expect(byKernels).toBeInstanceOf(WebGpuDecoder);
  const picture = await byKernels.decode(GRID);
  const worst = expected.values.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - picture.values[i])),
    0,
  );
  expect(worst).toBeLessThan(1e-4);
  const encoder = await fast.conditionEncoder('segmentation');
  expect(encoder).toBeInstanceOf(WebGpuEncoder);
  expect(await encoder.encodeLabels(LABELS)).toEqual(expectedTokens);
  await fast.dispose();

  // A driver that miscompiles: a new device, since kernels that were found right are not tested again.
  const { device: next } = await startBackend('webgpu', { gpu });
  const create = next!.createShaderModule.bind(next);
  next!.createShaderModule = (descriptor) =>
    create({ ...descriptor, code: descriptor.code.replaceAll('exp(-max(', 'exp2(-max(') });
  const wrong = await openTiny();
  expect(await wrong.decoder()).toBeInstanceOf(Vqgan);
  expect(await wrong.conditionEncoder('segmentation')).toBeInstanceOf(Vqgan);
  expect(wrong.stageFallback).toMatchObject({ code: 'gpu-kernels-wrong' });
  await wrong.dispose();
}, 300_000);
