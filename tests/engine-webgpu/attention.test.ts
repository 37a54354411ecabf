import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floatToHalf } from '../../src/checkpoint/float16.ts';
import { attentionKernel, attentionMergeKernel } from '../../src/engine/webgpu/kernels/attention.ts';
import { attentionTileKernel } from '../../src/engine/webgpu/kernels/attentionTile.ts';
import { laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';
import { attend } from '../../src/engine/webgpu/oracle/math.ts';
import { runProbe } from '../../src/engine/webgpu/probe.ts';
import { type Shape, shapeOf } from '../../src/engine/webgpu/shape.ts';
import type { CacheFormat } from '../../src/engine/webgpu/wgsl/format.ts';
import { laneForms, numbers, testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const SLOTS = 2;

/** How lanes join has nothing to do with the format. */
const formsFor = (format: CacheFormat) => (format === 'f32' ? laneForms(device) : [laneFormOf(device)]);

function shape(heads: number, headWidth: number, blockSize: number): Shape {
  return shapeOf({ layers: 1, heads, width: heads * headWidth, vocabulary: 8, blockSize, unmasked: 0 });
}

/** Random queries and caches, and what float64 attention makes of them: [row][head][channel]. */
function prepare(one: Shape, rows: readonly { slot: number; length: number }[], format: CacheFormat) {
  const { heads, headQuads, headWidth, blockSize, attentionStride } = one;
  const channels = 4 * headQuads;
  const query = numbers(rows.length * attentionStride * 4, 3).map((value) => 2 * value);
  const cache = numbers(SLOTS * 2 * heads * blockSize * channels, 4);
  const head = (slot: number, part: number, index: number, position: number) => {
    const at = ((slot * 2 * heads + part * heads + index) * blockSize + position) * channels;
    return Array.from(cache.subarray(at, at + channels));
  };
  const expected = rows.map(({ slot, length }, r) =>
    Array.from({ length: heads }, (_, h) => {
      const at = 4 * (r * attentionStride + h * headQuads);
      const positions = Array.from({ length }, (_, p) => p);
      const keys = positions.map((p) => head(slot, 0, h, p));
      const values = positions.map((p) => head(slot, 1, h, p));
      return attend(Array.from(query.subarray(at, at + channels)), keys, values);
    }),
  );
  const tables = rows.map(({ slot, length }) => ({ token: 0, position: length - 1, slot, length }));
  expect(headWidth).toBeLessThanOrEqual(channels);
  return { query, cache: format === 'f32' ? cache : floatToHalf(cache), expected, tables };
}

function compare(one: Shape, words: Uint32Array, expected: number[][][], tolerance: number) {
  const got = new Float32Array(words.buffer);
  let most = 0;
  expected.forEach((heads, r) =>
    heads.forEach((values, h) =>
      values.forEach((value, c) => {
        const at = 4 * (r * one.attentionStride + h * one.headQuads) + c;
        most = Math.max(most, Number.isNaN(got[at]) ? Infinity : Math.abs(got[at] - value));
      }),
    ),
  );
  expect(most).toBeLessThan(tolerance);
}

const cases = [
  { heads: 4, headWidth: 10, blockSize: 70, format: 'f32' as const },
  { heads: 1, headWidth: 64, blockSize: 300, format: 'f32' as const },
  { heads: 3, headWidth: 8, blockSize: 130, format: 'f16' as const },
  { heads: 2, headWidth: 104, blockSize: 65, format: 'f16' as const },
];
const tolerance = { f32: 2e-5, f16: 2e-3 };

describe('attention', () => {
  it.each(cases)('rows of several slots, $heads heads of $headWidth, $format', async (one) => {
    const shaped = shape(one.heads, one.headWidth, one.blockSize);
    const lengths = [1, one.blockSize, 63, 64, 65].map((length, i) => ({ slot: i % SLOTS, length }));
    const { query, cache, expected, tables } = prepare(shaped, lengths, one.format);
    const words = lengths.length * shaped.attentionStride * 4;
    const kernel = attentionKernel(shaped, one.format);
    const whole = { kernel, buffers: { query, cache, result: words, splitSums: 4 }, rows: tables };
    for (const lanes of formsFor(one.format)) {
      const got = await runProbe(device, { ...whole, lanes }, 'result');
      compare(shaped, got, expected, tolerance[one.format]);
    }

    const splits = 3;
    const sums = 4 * lengths.length * splits * one.heads * (shaped.headQuads + 1);
    const split = { kernel, buffers: { query, cache, result: words, splitSums: sums }, rows: tables, splits };
    const splitSums = new Float32Array((await runProbe(device, split, 'splitSums')).buffer);
    const merge = {
      kernel: attentionMergeKernel(shaped),
      buffers: { splitSums, result: words },
      rows: tables,
      splits,
    };
    compare(shaped, await runProbe(device, merge, 'result'), expected, tolerance[one.format]);
  });

  it.each(cases)('tiles of one slot, $heads heads of $headWidth, $format', async (one) => {
    const shaped = shape(one.heads, one.headWidth, one.blockSize);
    // A causal block behind a bidirectional prefix of 9, with a ragged last tile.
    const count = 37;
    const first = one.blockSize - count;
    const lengths = Array.from({ length: count }, (_, i) => ({
      slot: 1,
      length: Math.max(9, first + i + 1),
    }));
    const { query, cache, expected, tables } = prepare(shaped, lengths, one.format);
    const words = count * shaped.attentionStride * 4;
    const kernel = attentionTileKernel(shaped, one.format);
    for (const lanes of formsFor(one.format)) {
      const probe = { kernel, buffers: { query, cache, result: words }, rows: tables, lanes };
      compare(shaped, await runProbe(device, probe, 'result'), expected, tolerance[one.format]);
    }
  });

  it('survives scores that would overflow without the running maximum', async () => {
    const shaped = shape(1, 4, 200);
    const lengths = [{ slot: 0, length: 200 }];
    const { cache, tables } = prepare(shaped, lengths, 'f32');
    const query = new Float32Array(shaped.attentionStride * 4).fill(400);
    const kernel = attentionKernel(shaped, 'f32');
    const buffers = { query, cache, result: shaped.attentionStride * 4, splitSums: 4 };
    const got = new Float32Array(
      (await runProbe(device, { kernel, buffers, rows: tables }, 'result')).buffer,
    );
    expect(got.every((value) => Number.isFinite(value))).toBe(true);
    expect(Math.abs(got[0])).toBeGreaterThan(0);
  });
});
