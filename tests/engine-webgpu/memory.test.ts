import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors, vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { createWebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { loadWebGpuDecoder } from '../../src/engine/webgpu/vqgan/decoder.ts';
import * as tf from '../../src/networks/tf.ts';
import { loadVqgan } from '../../src/networks/vqgan/vqgan.ts';
import { requestFor, SIDE } from '../engine/support/recordedRun.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { pictureDifference, smallVqgan } from '../support/smallVqgan.ts';
import { testGpu } from './device.ts';
import { countBuffers } from './liveBuffers.ts';

const CODES = 16;
const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 2,
  width: 16,
  vocabulary: 24,
  blockSize: 2 * SIDE * SIDE,
  unmasked: 0,
};
/** One level, so that every picture is small. */
const IMAGE_STAGE = smallVqgan({
  multipliers: [1],
  midAttention: false,
  zChannels: 32,
  embedDim: 4,
  codes: CODES,
  patch: 2,
});
const DRAW = { temperature: 1, topK: 8, topP: 1, greedy: false };
const IMAGES = 50;
/** Pictures that tfjs decodes too, as it does where a driver computes wrong: they take it a second each on a software adapter. */
const isDecodedTwice = (image: number) => image < 2 || image % 12 === 0;

let device: GPUDevice;
let source: TensorSource;

beforeAll(async () => {
  const backend = await tf.startBackend('webgpu', { gpu: await testGpu() });
  device = backend.device!;
  source = randomWeights(transformerTensors(ARCHITECTURE));
});
afterAll(() => device.destroy());

// A minute on a quiet machine with a software adapter.
const PATIENCE = { timeout: 900_000 };

describe('Memory on WebGPU', PATIENCE, () => {
  it(`is flat over ${IMAGES} pictures: tensors, and buffers of the device`, async () => {
    const live = countBuffers(device);
    const engine = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32' });
    const imageStage = randomWeights(vqganTensors(IMAGE_STAGE));
    const decoder = await loadWebGpuDecoder(device, imageStage, IMAGE_STAGE, { format: 'f32' });
    const readable = await loadVqgan(imageStage, IMAGE_STAGE, { encoder: false, decoder: true });
    const seen: unknown[] = [];
    for (let image = 0; image < IMAGES; image++) {
      // All but the last cells are kept, for time.
      const isDrawn = (row: number, column: number) => row === SIDE - 1 && column >= SIDE - 2;
      const request = requestFor({ height: SIDE, width: SIDE, isDrawn }, DRAW, CODES, {
        uniform: (row, column) => ((row * 5 + column + image) % 37) / 37,
      });
      request.grid.tokens.fill(image % CODES, 0, SIDE * SIDE - 2);
      await engine.decode(request);
      const picture = await decoder.decode(request.grid);
      expect(picture.values.every(Number.isFinite)).toBe(true);
      if (isDecodedTwice(image)) {
        expect(pictureDifference(await readable.decode(request.grid), picture)).toBeLessThan(1e-4);
      }
      const { numTensors, numBytes } = tf.memory();
      seen.push({ numTensors, numBytes, engine: engine.memory.total, ...live() });
    }
    // The first pictures may fill tfjs's pool of buffers for reuse.
    for (const later of seen.slice(3)) expect(later).toEqual(seen[2]);
    engine.dispose();
    decoder.dispose();
    readable.dispose();
  });

  it('keeps caches within the budget it was given, and says how many those are', async () => {
    const slot = 2 * ARCHITECTURE.layers * ARCHITECTURE.blockSize * ARCHITECTURE.width * 4;
    const live = countBuffers(device);
    const options = { weights: 'f32', cacheBytes: 3.5 * slot } as const;
    const engine = await createWebGpuEngine(device, source, ARCHITECTURE, options);
    const held = live().bytes;
    expect(engine.maxSlots).toBe(3);
    const wide = { height: 4, width: 20, mode: 'stride-4' } as const;
    // Nine windows side by side would be nine caches; the schedule then makes do with one.
    expect(requestFor(wide, DRAW, CODES).schedule.slots).toBe(9);
    const one = requestFor({ ...wide, maxSlots: engine.maxSlots }, DRAW, CODES);
    expect(one.schedule.slots).toBe(1);
    await engine.decode(one);
    await expect(engine.decode(requestFor(wide, DRAW, CODES))).rejects.toMatchObject({
      code: 'too-many-caches',
    });
    const three = requestFor({ height: 4, width: 8, mode: 'stride-4' }, DRAW, CODES);
    expect(three.schedule.slots).toBe(3);
    await engine.decode(three);
    expect(live().bytes - held).toBeLessThanOrEqual(3.5 * slot + 1024);
    engine.dispose();
  });

  it('gives everything back when it is disposed of', async () => {
    const live = countBuffers(device);
    const engine = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32', guided: true });
    await engine.decode(requestFor({ height: 4, width: 5 }, DRAW, CODES));
    expect(live().bytes).toBeGreaterThan(engine.memory.weightsPerToken);
    engine.dispose();
    expect(live()).toEqual({ count: 0, bytes: 0 });
  });
});
