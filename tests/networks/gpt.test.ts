import { beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { uniform } from '../../src/core/philox.ts';
import * as tf from '../../src/networks/tf.ts';
import { ArrayAttention } from '../../src/networks/transformer/arrayAttention.ts';
import { loadGpt } from '../../src/networks/transformer/gpt.ts';
import { TensorAttention } from '../../src/networks/transformer/tensorAttention.ts';
import { Breather } from '../../src/networks/yieldToLoop.ts';
import { largestDifference } from '../goldens/goldenModel.ts';
import { randomWeights } from './randomWeights.ts';

const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 3,
  width: 30,
  vocabulary: 20,
  blockSize: 80,
  unmasked: 0,
};

function load(change: Partial<TransformerArchitecture> = {}) {
  const architecture = { ...ARCHITECTURE, ...change };
  return loadGpt(randomWeights(transformerTensors(architecture)), architecture);
}

const TOKENS = Int32Array.from({ length: 70 }, (_, i) => Math.floor(uniform(1, i, 1) * 20));

beforeAll(async () => {
  await tf.startBackend('wasm');
});

describe('GPT', () => {
  it.each([0, 11])('gives the same logits token by token as all at once, %i unmasked', async (unmasked) => {
    const gpt = await load({ unmasked });
    const full = (await gpt.forward(TOKENS))!;
    const cache = gpt.newCache();
    const breather = new Breather();
    for (const end of [15, 16, 17, 40, 70]) {
      const logits = (await gpt.append(cache, TOKENS.subarray(cache.length, end), breather))!;
      expect(largestDifference(logits, full.slice((end - 1) * 20, end * 20))).toBeLessThan(1e-5);
    }
    gpt.dispose();
  });

  it('lets the unmasked prefix see all of itself, and nothing else look ahead', async () => {
    const gpt = await load({ unmasked: 10 });
    const changed = TOKENS.slice();
    changed[9] = (changed[9] + 1) % 20;
    const [a, b] = [(await gpt.forward(TOKENS))!, (await gpt.forward(changed))!];
    expect(largestDifference(a.slice(0, 20), b.slice(0, 20))).toBeGreaterThan(1e-4);
    changed.set(TOKENS);
    changed[30] = (changed[30] + 1) % 20;
    const c = (await gpt.forward(changed))!;
    expect(largestDifference(a.slice(0, 30 * 20), c.slice(0, 30 * 20))).toBe(0);
    expect(largestDifference(a.slice(30 * 20), c.slice(30 * 20))).toBeGreaterThan(1e-4);
    gpt.dispose();
  });

  it('gives back every tensor', async () => {
    const before = tf.memory().numTensors;
    const gpt = await load();
    const loaded = tf.memory().numTensors;
    await gpt.forward(TOKENS);
    const cache = gpt.newCache();
    await gpt.append(cache, TOKENS, new Breather());
    cache.reset();
    expect(tf.memory().numTensors).toBe(loaded);
    gpt.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses sequences and tokens that do not fit', async () => {
    const gpt = await load();
    await expect(gpt.forward(new Int32Array(81))).rejects.toMatchObject({ code: 'sequence-too-long' });
    await expect(gpt.forward(Int32Array.of(3, 20))).rejects.toMatchObject({ code: 'token-out-of-range' });
    await expect(gpt.forward(Int32Array.of(-1))).rejects.toMatchObject({ code: 'token-out-of-range' });
    gpt.dispose();
    await expect(load({ heads: 4 })).rejects.toMatchObject({ code: 'head-count' });
  });

  it('stops when the signal fires', async () => {
    const gpt = await load();
    const controller = new AbortController();
    controller.abort();
    const cache = gpt.newCache();
    expect(await gpt.append(cache, TOKENS, new Breather(0), controller.signal)).toBeNull();
    gpt.dispose();
  });
});

describe('Attention', () => {
  it.each([0, 6])('is the same over arrays and over tensors, %i unmasked', (unmasked) => {
    const [heads, size, capacity] = [3, 10, 80];
    const arrays = new ArrayAttention(heads, size, capacity);
    const tensors = new TensorAttention(heads, size);
    let from = 0;
    for (const rows of [9, 1, 1, 20, 1, 30, 1]) {
      const qkv = tf.randomNormal<tf.Rank.R2>([rows, 3 * heads * size], 0, 1, 'float32', from);
      const [a, b] = tf.tidy(() => {
        const results = [arrays.attend(qkv, from, unmasked), tensors.attend(qkv, from, unmasked)];
        return results.map((result) => result.dataSync<'float32'>());
      });
      expect(largestDifference(a, b)).toBeLessThan(2e-6);
      qkv.dispose();
      from += rows;
    }
    tensors.reset();
  });
});
