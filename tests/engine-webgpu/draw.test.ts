import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argmax, distributionOf } from '../../src/core/draw.ts';
import type { DrawSettings } from '../../src/core/settings.ts';
import { drawKernel, NOT_FINITE } from '../../src/engine/webgpu/kernels/draw.ts';
import { laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';
import { runProbe } from '../../src/engine/webgpu/probe.ts';
import { shapeOf } from '../../src/engine/webgpu/shape.ts';
import type { LaneForm } from '../../src/engine/webgpu/wgsl/lanes.ts';
import { laneForms, numbers, testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const PLAIN: DrawSettings = { temperature: 1, topK: 0, topP: 1, greedy: false };

/** The tokens that the kernel draws from one row of logits, for several uniform numbers; the same in both forms of joining lanes. */
async function drawn(
  logits: Float32Array,
  settings: DrawSettings,
  uniforms: readonly number[],
  codes = logits.length,
): Promise<number[]> {
  const shape = shapeOf({
    layers: 1,
    heads: 1,
    width: 4,
    vocabulary: logits.length,
    blockSize: 4,
    unmasked: 0,
  });
  const stride = 4 * shape.vocabularyQuads;
  const rows = new Float32Array(stride * uniforms.length);
  uniforms.forEach((_, i) => rows.set(logits, i * stride));
  const buffers = {
    logits: rows,
    scratch: 2 * rows.length,
    tokens: uniforms.length,
    results: uniforms.length,
  };
  const draws = uniforms.map((u, i) => ({ cell: i, result: i, u, row: i }));
  const probe = { kernel: drawKernel(shape), buffers, draws, settings: { ...settings, codes } };
  const ids = async (lanes: LaneForm) => {
    const results = (await runProbe(device, { ...probe, lanes }, 'results')).subarray(0, uniforms.length);
    return Array.from(results, (word) => (word === NOT_FINITE ? NaN : word - 1));
  };
  // Equal ids, the largest, and top-k before top-p: every line of the kernel runs in both forms.
  const forms = [50, 500, 1312].includes(logits.length) ? laneForms(device) : [laneFormOf(device)];
  const [first, ...others] = await Promise.all(forms.map(ids));
  for (const other of others) expect(other).toEqual(first);
  return first;
}

/** A uniform number in the middle of every kept id's share, so that rounding cannot matter. */
function middles(logits: Float32Array, settings: DrawSettings, codes: number, most = 40) {
  const { ids, probabilities } = distributionOf(logits, settings, codes);
  const pairs: { id: number; u: number }[] = [];
  let before = 0;
  ids.forEach((id, i) => {
    if (probabilities[i] > 4e-4) pairs.push({ id, u: before + probabilities[i] / 2 });
    before += probabilities[i];
  });
  const every = Math.max(1, Math.floor(pairs.length / most));
  return { pairs: pairs.filter((_, i) => i % every === 0), kept: ids };
}

const scaled = (count: number, seed: number, factor: number) => numbers(count, seed).map((v) => v * factor);

describe('draw', () => {
  it.each([
    ['a single id', 1, 1, PLAIN],
    ['plain, vocabulary not a multiple of anything', 131, 131, PLAIN],
    ['codes below the vocabulary', 60, 41, PLAIN],
    ['temperature', 128, 128, { ...PLAIN, temperature: 0.7 }],
    ['top-k', 1024, 1024, { ...PLAIN, topK: 10, temperature: 0.9 }],
    ['top-k off because it covers everything', 40, 40, { ...PLAIN, topK: 40 }],
    ['top-k above the codes', 64, 30, { ...PLAIN, topK: 50 }],
    ['top-k of one', 200, 200, { ...PLAIN, topK: 1 }],
    ['top-p', 1000, 1000, { ...PLAIN, topP: 0.83 }],
    ['top-p so small that one is left', 100, 100, { ...PLAIN, topP: 1e-6 }],
    ['top-k, then top-p', 1312, 1024, { temperature: 1.3, topK: 100, topP: 0.9, greedy: false }],
    ['a large vocabulary', 16384, 16384, { ...PLAIN, topK: 300, topP: 0.95 }],
  ])('%s', async (_, vocabulary, codes, settings) => {
    const logits = scaled(vocabulary, 11, 4);
    const { pairs } = middles(logits, settings, codes);
    expect(pairs.length).toBeGreaterThan(0);
    const tokens = await drawn(
      logits,
      settings,
      pairs.map(({ u }) => u),
      codes,
    );
    expect(tokens).toEqual(pairs.map(({ id }) => id));
  });

  it('keeps all ties with the k-th largest', async () => {
    const logits = Float32Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? 2 : i % 5 === 1 ? 1 : -1));
    const settings = { ...PLAIN, topK: 12 };
    const { pairs, kept } = middles(logits, settings, 50);
    expect(kept.length).toBe(20);
    expect(
      await drawn(
        logits,
        settings,
        pairs.map(({ u }) => u),
      ),
    ).toEqual(pairs.map(({ id }) => id));
  });

  it('takes only the first of equal values that top-p has room for', async () => {
    const logits = new Float32Array(200);
    const settings = { ...PLAIN, topP: 0.1225 };
    const { pairs, kept } = middles(logits, settings, 200);
    expect([...kept]).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(
      await drawn(
        logits,
        settings,
        pairs.map(({ u }) => u),
      ),
    ).toEqual(pairs.map(({ id }) => id));
  });

  it('draws the last kept id when u is next to one, and the first when it is zero', async () => {
    const logits = scaled(300, 5, 3);
    const settings = { ...PLAIN, topK: 7 };
    const { ids } = distributionOf(logits, settings, 300);
    expect(await drawn(logits, settings, [0, 1 - 2 ** -24])).toEqual([ids[0], ids.at(-1)]);
  });

  it('takes the lowest of the largest when greedy', async () => {
    const logits = scaled(500, 6, 3);
    logits[77] = logits[301] = 9;
    expect(await drawn(logits, { ...PLAIN, greedy: true }, [0])).toEqual([argmax(logits, 500)]);
    expect(await drawn(logits, { ...PLAIN, greedy: true }, [0], 70)).toEqual([argmax(logits, 70)]);
  });

  it.each([NaN, Infinity, -Infinity])(
    'reports %d among the codes, and ignores it above them',
    async (value) => {
      const logits = scaled(64, 7, 3);
      logits[40] = value;
      expect(await drawn(logits, PLAIN, [0.5])).toEqual([NaN]);
      expect(await drawn(logits, { ...PLAIN, greedy: true }, [0.5])).toEqual([NaN]);
      expect((await drawn(logits, PLAIN, [0.5], 40))[0]).toBeLessThan(40);
    },
  );
});
