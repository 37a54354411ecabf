import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import { withPrefix } from '../../src/checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import { loadWebGpuDecoder } from '../../src/engine/webgpu/vqgan/decoder.ts';
import { PictureKernels } from '../../src/engine/webgpu/vqgan/kernelSet.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { loadVqgan } from '../../src/networks/vqgan/vqgan.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { pictureDifference, smallVqgan } from '../support/smallVqgan.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';
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
const ARCHITECTURE = smallVqgan({ decoderAttention: [false, false, true] });

const ONLY_DECODER = { encoder: false, decoder: true };

const gridOf = (height: number, width: number, codes: number) => ({
  height,
  width,
  tokens: Int32Array.from({ length: height * width }, (_, i) => (i * 7 + (i >> 2)) % codes),
});

async function both(
  architecture: VqganArchitecture,
  options: { format: 'f32' | 'f16'; bufferBytes?: number },
) {
  const source = randomWeights(vqganTensors(architecture));
  const oracle = await loadVqgan(source, architecture, ONLY_DECODER);
  return { oracle, decoder: await loadWebGpuDecoder(device, source, architecture, { ...options, kernels }) };
}

describe('decoder on WebGPU', () => {
  it.each([
    [1, 1],
    [5, 3],
    [4, 9],
  ])('equals the tfjs decoder, %d x %d tokens', async (height, width) => {
    const { oracle, decoder } = await both(ARCHITECTURE, { format: 'f32' });
    const grid = gridOf(height, width, ARCHITECTURE.codes);
    expect(pictureDifference(await decoder.decode(grid), await oracle.decode(grid))).toBeLessThan(1e-4);
    decoder.dispose();
    oracle.dispose();
  });

  it.each([
    ['patches, no attention', { patch: 4, midAttention: false, decoderAttention: [false, false, false] }],
    ['a gumbel codebook', { quantizer: 'gumbel' as const, zChannels: 5 }],
    ['one channel', { outChannels: 1, multipliers: [2], decoderAttention: [true] }],
    ['many labels', { outChannels: 11, patch: 2 }],
  ])('equals the tfjs decoder with %s', async (_, changes) => {
    const architecture = { ...ARCHITECTURE, ...changes };
    const { oracle, decoder } = await both(architecture, { format: 'f32' });
    const grid = gridOf(3, 4, architecture.codes);
    expect(pictureDifference(await decoder.decode(grid), await oracle.decode(grid))).toBeLessThan(1e-4);
    decoder.dispose();
    oracle.dispose();
  });

  it('equals the tfjs decoder on the tiny checkpoint, also with packed halves', async () => {
    const source = withPrefix(tinyCheckpoint(), 'first_stage_model.');
    const architecture = smallVqgan({ multipliers: [1, 1], zChannels: 32, embedDim: 8, codes: 64, patch: 8 });
    const oracle = await loadVqgan(source, architecture, ONLY_DECODER);
    const grid = gridOf(7, 6, architecture.codes);
    const expected = await oracle.decode(grid);
    for (const [format, tolerance] of [
      ['f32', 1e-4],
      ['f16', 2e-2],
    ] as const) {
      const decoder = await loadWebGpuDecoder(device, source, architecture, { format, kernels });
      const difference = pictureDifference(await decoder.decode(grid), expected);
      expect(difference).toBeLessThan(tolerance);
      decoder.dispose();
    }
    oracle.dispose();
  });

  it.each([2, 3, 7])('gives the same picture in bands of at most %d rows of tokens', async (rows) => {
    const width = 5;
    const source = randomWeights(vqganTensors(ARCHITECTURE));
    const whole = await loadWebGpuDecoder(device, source, ARCHITECTURE, { format: 'f32', kernels });
    // The largest plane has 64 channels at four times the grid's width; a band stores a row more on each side.
    const bufferBytes = 4 * width * 64 * 4 * (4 * rows + 2);
    const banded = await loadWebGpuDecoder(device, source, ARCHITECTURE, {
      format: 'f32',
      bufferBytes,
      kernels,
    });
    const grid = gridOf(7, width, ARCHITECTURE.codes);
    expect(whole.plan(7, width).bands.length).toBe(1);
    expect(banded.plan(7, width).bands.length).toBe(Math.ceil(7 / rows));
    const picture = await banded.decode(grid);
    expect(pictureDifference(picture, await whole.decode(grid))).toBeLessThan(2e-5);
    whole.dispose();
    banded.dispose();
  });

  it('decodes latents that are no codes, in bands too', async () => {
    const { oracle, decoder } = await both(ARCHITECTURE, { format: 'f32', bufferBytes: 4 * 4 * 64 * 4 * 10 });
    const values = numbers(5 * 4 * ARCHITECTURE.embedDim, 3);
    const latents = { height: 5, width: 4, channels: ARCHITECTURE.embedDim, values };
    expect(decoder.plan(5, 4).bands.length).toBe(3);
    const got = await decoder.decodeLatents(latents);
    expect(pictureDifference(got, await oracle.decodeLatents(latents))).toBeLessThan(1e-4);
    decoder.dispose();
    oracle.dispose();
  });

  it('decodes a part with its halo as the tfjs decoder does', async () => {
    const { oracle, decoder } = await both(ARCHITECTURE, { format: 'f32' });
    const grid = gridOf(6, 5, ARCHITECTURE.codes);
    grid.tokens.fill(-1, 4 * 5);
    const part = { top: 2, left: 1, height: 2, width: 3 };
    const got = await decoder.decodeWindow(grid, part, 1);
    expect(pictureDifference(got, await oracle.decodeWindow(grid, part, 1))).toBeLessThan(1e-4);
    decoder.dispose();
    oracle.dispose();
  });

  it('can be asked for two pictures at once, stopped, and asked again', async () => {
    const { oracle, decoder } = await both(ARCHITECTURE, { format: 'f32' });
    const grids = [gridOf(4, 4, 19), gridOf(3, 5, 7)];
    const expected = [await oracle.decode(grids[0]), await oracle.decode(grids[1])];
    const stop = new AbortController();
    const seen: number[] = [];
    const stopped = decoder.decode(grids[0], {
      signal: stop.signal,
      onProgress: (share) => {
        seen.push(share);
        if (share > 0.3) stop.abort();
      },
    });
    const others = [decoder.decode(grids[0]), decoder.decode(grids[1])];
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    for (const [i, other] of others.entries()) {
      expect(pictureDifference(await other, expected[i])).toBeLessThan(1e-4);
    }
    expect(seen.every((share, i) => share > (seen[i - 1] ?? 0))).toBe(true);
    decoder.dispose();
    oracle.dispose();
  });

  it('refuses tokens that are no codes, and pictures that cannot fit', async () => {
    const source = randomWeights(vqganTensors(ARCHITECTURE));
    const decoder = await loadWebGpuDecoder(device, source, ARCHITECTURE, {
      format: 'f32',
      bufferBytes: 8192,
      kernels,
    });
    const outside = { height: 1, width: 1, tokens: Int32Array.of(19) };
    await expect(decoder.decode(outside)).rejects.toMatchObject({ code: 'token-out-of-range' });
    await expect(decoder.decode(gridOf(8, 8, 19))).rejects.toMatchObject({ code: 'picture-too-large' });
    decoder.dispose();
  });
});
