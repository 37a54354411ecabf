import { beforeAll, describe, expect, it } from 'vitest';
import { vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import { EMPTY, type TokenGrid } from '../../src/core/grid.ts';
import { uniform } from '../../src/core/philox.ts';
import * as tf from '../../src/networks/tf.ts';
import type { Picture } from '../../src/networks/vqgan/picture.ts';
import { loadVqgan } from '../../src/networks/vqgan/vqgan.ts';
import { largestDifference } from '../goldens/goldenModel.ts';
import { randomWeights } from './randomWeights.ts';

const ARCHITECTURE: VqganArchitecture = {
  type: 'vqgan',
  quantizer: 'vector',
  segmentation: false,
  inChannels: 3,
  outChannels: 3,
  channels: 32,
  multipliers: [1, 2],
  residualBlocks: 1,
  encoderAttention: [false, true],
  decoderAttention: [false, true],
  midAttention: true,
  zChannels: 8,
  embedDim: 8,
  codes: 24,
  patch: 1,
};
const BOTH = { encoder: true, decoder: true };

function load(change: Partial<VqganArchitecture> = {}, parts = BOTH) {
  const architecture = { ...ARCHITECTURE, ...change };
  return loadVqgan(randomWeights(vqganTensors(architecture)), architecture, parts);
}

function picture(height: number, width: number, channels = 3): Picture {
  const values = Float32Array.from({ length: height * width * channels }, (_, i) => 2 * uniform(9, i, 0) - 1);
  return { height, width, channels, values };
}

function grid(height: number, width: number): TokenGrid {
  const tokens = Int32Array.from({ length: height * width }, (_, i) => Math.floor(uniform(3, i, 1) * 24));
  return { height, width, tokens };
}

beforeAll(async () => {
  await tf.startBackend('wasm');
});

describe('VQGAN', () => {
  it('rounds sizes down to whole tokens and decodes to that size', async () => {
    const model = await load();
    const tokens = await model.encodePicture(picture(15, 18));
    expect([tokens.height, tokens.width]).toEqual([7, 9]);
    const decoded = await model.decode(tokens);
    expect([decoded.height, decoded.width, decoded.channels]).toEqual([14, 18, 3]);
    model.dispose();
  });

  it('gives back every tensor', async () => {
    const before = tf.memory().numTensors;
    const model = await load();
    const loaded = tf.memory().numTensors;
    await model.decode(await model.encodePicture(picture(16, 16)));
    expect(tf.memory().numTensors).toBe(loaded);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives back the tensors of a load that fails, and names the tensor', async () => {
    const before = tf.memory().numTensors;
    const shapes = vqganTensors(ARCHITECTURE);
    shapes.delete('decoder.norm_out.bias');
    await expect(loadVqgan(randomWeights(shapes), ARCHITECTURE, BOTH)).rejects.toMatchObject({
      code: 'tensor-missing',
      message: expect.stringContaining('decoder.norm_out.bias') as string,
    });
    shapes.set('decoder.norm_out.bias', [5]);
    await expect(loadVqgan(randomWeights(shapes), ARCHITECTURE, BOTH)).rejects.toMatchObject({
      code: 'tensor-shape',
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('reads a patch in the order of PyTorch: channel, row, column', async () => {
    // With weights that ignore position inside the net, patch 2 on a picture equals patch 1 on the packed one.
    const plain = { ...ARCHITECTURE, inChannels: 12, outChannels: 12 };
    const patched = { ...ARCHITECTURE, patch: 2 };
    const weights = randomWeights(vqganTensors(plain));
    const one = await loadVqgan(weights, plain, BOTH);
    const two = await loadVqgan(weights, patched, BOTH);
    const photo = picture(16, 20);
    const packed = { height: 8, width: 10, channels: 12, values: new Float32Array(8 * 10 * 12) };
    for (let y = 0; y < 16; y++)
      for (let x = 0; x < 20; x++)
        for (let c = 0; c < 3; c++) {
          const channel = c * 4 + (y % 2) * 2 + (x % 2);
          packed.values[((y >> 1) * 10 + (x >> 1)) * 12 + channel] = photo.values[(y * 20 + x) * 3 + c];
        }
    const expected = await one.encodeToLatents(packed);
    expect(largestDifference((await two.encodeToLatents(photo)).values, expected.values)).toBeLessThan(1e-6);

    const tokens = grid(4, 5);
    const [a, b] = [await one.decode(tokens), await two.decode(tokens)];
    expect([b.height, b.width, b.channels]).toEqual([16, 20, 3]);
    expect(b.values[(3 * 20 + 6) * 3 + 1]).toBe(a.values[(1 * 10 + 3) * 12 + 1 * 4 + 1 * 2 + 0]);
    one.dispose();
    two.dispose();
  });

  it.each([1, 2])('encodes labels as their one-hot map, patch %i', async (patch) => {
    const labels = 5;
    const change = { inChannels: labels, outChannels: labels, patch };
    const byLabel = await load({ ...change, segmentation: true });
    const byOneHot = await load(change);
    const [height, width] = [17, 14];
    const map = Uint8Array.from({ length: height * width }, (_, i) => Math.floor(uniform(5, i, 2) * labels));
    const oneHot = new Float32Array(map.length * labels);
    map.forEach((label, i) => (oneHot[i * labels + label] = 1));
    const got = await byLabel.labelsToLatents({ height, width, labels: map });
    const expected = await byOneHot.encodeToLatents({ height, width, channels: labels, values: oneHot });
    expect(largestDifference(got.values, expected.values)).toBeLessThan(1e-5);
    await expect(byLabel.encodeLabels({ height, width, labels: map.fill(7) })).rejects.toMatchObject({
      code: 'label-out-of-range',
    });
    byLabel.dispose();
    byOneHot.dispose();
  });

  it('takes the most likely code of a Gumbel stage', async () => {
    const model = await load({ quantizer: 'gumbel' });
    const latents = await model.encodeToLatents(picture(8, 8));
    const weights = randomWeights(vqganTensors({ ...ARCHITECTURE, quantizer: 'gumbel' }));
    const kernel = await weights.readFloat32('quantize.proj.weight');
    const bias = await weights.readFloat32('quantize.proj.bias');
    const { tokens } = await model.quantize(latents);
    for (let i = 0; i < tokens.length; i++) {
      const scores = Array.from(bias, (b, code) =>
        latents.values.subarray(i * 8, i * 8 + 8).reduce((sum, v, d) => sum + v * kernel[code * 8 + d], b),
      );
      expect(tokens[i]).toBe(scores.indexOf(Math.max(...scores)));
    }
    model.dispose();
  });

  it('decodes a window as the whole picture when the halo reaches everywhere', async () => {
    const model = await load();
    const tokens = grid(6, 7);
    const whole = await model.decode(tokens);
    const part = await model.decodeWindow(tokens, { top: 2, left: 1, height: 2, width: 3 }, 8);
    expect([part.height, part.width]).toEqual([4, 6]);
    expect(part.values[(1 * 6 + 5) * 3 + 2]).toBe(whole.values[((4 + 1) * 14 + 2 + 5) * 3 + 2]);
    model.dispose();
  });

  it('leaves rows that are not drawn out of the halo', async () => {
    const model = await load();
    const tokens = grid(6, 4);
    tokens.tokens.fill(EMPTY, 4 * 4);
    const known = { ...tokens, height: 4, tokens: tokens.tokens.slice(0, 16) };
    const part = { top: 2, left: 0, height: 2, width: 4 };
    const got = await model.decodeWindow(tokens, part, 2);
    expect(got.values).toEqual((await model.decodeWindow(known, part, 2)).values);
    await expect(model.decode(tokens)).rejects.toMatchObject({ code: 'token-out-of-range' });
    model.dispose();
  });

  it('stops between blocks when asked, and leaves nothing behind', async () => {
    const model = await load();
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const stopped = model.decode(grid(8, 8), {
      signal: controller.signal,
      onProgress: (share) => share > 0.3 && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('says what was not loaded or does not fit', async () => {
    const model = await load({}, { encoder: false, decoder: true });
    await expect(model.encodePicture(picture(8, 8))).rejects.toMatchObject({ code: 'part-not-loaded' });
    model.dispose();
    const encoder = await load({}, { encoder: true, decoder: false });
    await expect(encoder.decode(grid(2, 2))).rejects.toMatchObject({ code: 'part-not-loaded' });
    await expect(encoder.encodePicture(picture(8, 8, 1))).rejects.toMatchObject({ code: 'picture-channels' });
    await expect(encoder.encodePicture(picture(1, 8))).rejects.toMatchObject({ code: 'picture-too-small' });
    encoder.dispose();
  });
});
