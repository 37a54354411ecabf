import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import type { LabelMap } from '../../src/core/layout.ts';
import { loadWebGpuEncoder } from '../../src/engine/webgpu/vqgan/encoder.ts';
import { PictureKernels } from '../../src/engine/webgpu/vqgan/kernelSet.ts';
import { startBackend } from '../../src/networks/tf.ts';
import type { Picture } from '../../src/networks/vqgan/picture.ts';
import { loadVqgan } from '../../src/networks/vqgan/vqgan.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { pictureDifference, smallVqgan } from '../support/smallVqgan.ts';
import { numbers, testDevice } from './device.ts';

let device: GPUDevice;
/** Compiled once for all tests here: software drivers take a second for each. */
let kernels: PictureKernels;
beforeAll(async () => {
  device = await testDevice();
  kernels = new PictureKernels(device);
  await startBackend('wasm');
});
afterAll(() => device.destroy());

/** Attention at the deepest level too. */
const ARCHITECTURE = smallVqgan({ encoderAttention: [false, false, true] });
const LABELS: Partial<VqganArchitecture> = { segmentation: true, inChannels: 11, outChannels: 11 };
const ONLY_ENCODER = { encoder: true, decoder: false };

const pictureOf = (height: number, width: number, channels: number): Picture => ({
  height,
  width,
  channels,
  values: numbers(height * width * channels, 5),
});
const mapOf = (height: number, width: number): LabelMap => ({
  height,
  width,
  labels: Uint8Array.from({ length: height * width }, (_, i) => ((i * 7) >> 3) % 11),
});

async function both(architecture: VqganArchitecture, bufferBytes?: number) {
  const source = randomWeights(vqganTensors(architecture));
  const oracle = await loadVqgan(source, architecture, ONLY_ENCODER);
  return { oracle, encoder: await loadWebGpuEncoder(device, source, architecture, { bufferBytes, kernels }) };
}

describe('encoder on WebGPU', () => {
  it.each([
    [4, 4],
    [22, 15],
    [17, 35],
  ])('equals the tfjs encoder, %d x %d pixels', async (height, width) => {
    const { oracle, encoder } = await both(ARCHITECTURE);
    const picture = pictureOf(height, width, 3);
    const expected = await oracle.encodeToLatents(picture);
    const latents = await encoder.encodeToLatents(picture);
    expect(pictureDifference(latents, expected)).toBeLessThan(1e-4);
    expect(await encoder.quantize(expected)).toEqual(await oracle.quantize(expected));
    const grid = await encoder.encodePicture(picture);
    expect(grid).toEqual(await encoder.quantize(latents));
    encoder.dispose();
    oracle.dispose();
  });

  it.each([
    ['patches, no attention', { patch: 4, midAttention: false, encoderAttention: [false, false, false] }],
    ['a gumbel codebook', { quantizer: 'gumbel' as const, zChannels: 5 }],
    ['one channel, one level', { inChannels: 1, multipliers: [2], encoderAttention: [true] }],
  ])('equals the tfjs encoder with %s', async (_, changes) => {
    const architecture = { ...ARCHITECTURE, ...changes };
    const { oracle, encoder } = await both(architecture);
    const picture = pictureOf(35, 18, architecture.inChannels);
    const expected = await oracle.encodeToLatents(picture);
    expect(pictureDifference(await encoder.encodeToLatents(picture), expected)).toBeLessThan(1e-4);
    expect(await encoder.quantize(expected)).toEqual(await oracle.quantize(expected));
    encoder.dispose();
    oracle.dispose();
  });

  it.each([1, 2])('gathers labels as the tfjs encoder does, patches of %d', async (patch) => {
    const { oracle, encoder } = await both({ ...ARCHITECTURE, ...LABELS, patch });
    const map = mapOf(19, 27);
    const expected = await oracle.labelsToLatents(map);
    expect(pictureDifference(await encoder.labelsToLatents(map), expected)).toBeLessThan(1e-4);
    expect(await encoder.encodeLabels(map)).toMatchObject({ height: expected.height, width: expected.width });
    encoder.dispose();
    oracle.dispose();
  });

  it.each([
    ['pixels', {}],
    ['labels', LABELS],
  ])('gives the same latents of %s in bands', async (_, changes) => {
    const architecture = { ...ARCHITECTURE, ...changes, encoderAttention: [false, false, false] };
    const whole = await both(architecture);
    whole.oracle.dispose();
    // 30 rows of 19 pixels, the largest plane has 32 channels at full size.
    const banded = await both(architecture, 19 * 32 * 4 * 16);
    banded.oracle.dispose();
    expect(whole.encoder.plan(30, 19).bands.length).toBe(1);
    expect(banded.encoder.plan(30, 19).bands.length).toBeGreaterThan(2);
    const encode = (encoder: typeof whole.encoder) =>
      architecture.segmentation
        ? encoder.labelsToLatents(mapOf(30, 19))
        : encoder.encodeToLatents(pictureOf(30, 19, 3));
    const [one, other] = [await encode(whole.encoder), await encode(banded.encoder)];
    expect(pictureDifference(other, one)).toBeLessThan(2e-5);
    whole.encoder.dispose();
    banded.encoder.dispose();
  });

  it('can be asked for two pictures at once, stopped, and asked again', async () => {
    const { oracle, encoder } = await both(ARCHITECTURE);
    const pictures = [pictureOf(16, 12, 3), pictureOf(9, 20, 3)];
    const expected = [await oracle.encodeToLatents(pictures[0]), await oracle.encodeToLatents(pictures[1])];
    const stop = new AbortController();
    const stopped = encoder.encodePicture(pictures[0], {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    const others = pictures.map((picture) => encoder.encodeToLatents(picture));
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    for (const [i, other] of others.entries()) {
      expect(pictureDifference(await other, expected[i])).toBeLessThan(1e-4);
    }
    encoder.dispose();
    oracle.dispose();
  });

  it('refuses what it cannot encode', async () => {
    const { oracle, encoder } = await both(ARCHITECTURE);
    oracle.dispose();
    await expect(encoder.encodePicture(pictureOf(3, 9, 3))).rejects.toMatchObject({
      code: 'picture-too-small',
    });
    await expect(encoder.encodePicture(pictureOf(9, 9, 1))).rejects.toMatchObject({
      code: 'picture-channels',
    });
    await expect(encoder.encodeLabels(mapOf(9, 9))).rejects.toMatchObject({ code: 'part-not-loaded' });
    const damaged = { height: 1, width: 1, channels: 5, values: new Float32Array(5).fill(NaN) };
    await expect(encoder.quantize(damaged)).rejects.toMatchObject({ code: 'latents-not-finite' });
    encoder.dispose();
  });
});
