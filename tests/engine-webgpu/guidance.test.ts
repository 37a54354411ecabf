import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { emptyGrid } from '../../src/core/grid.ts';
import { guideLogits } from '../../src/core/guidance.ts';
import { uniform } from '../../src/core/philox.ts';
import { buildSchedule, type ScheduleOptions } from '../../src/core/schedule.ts';
import type { DecodeEngine, DecodeRequest, Drawn } from '../../src/engine/engine.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { guideKernel } from '../../src/engine/webgpu/kernels/guide.ts';
import { runProbe } from '../../src/engine/webgpu/probe.ts';
import { shapeOf } from '../../src/engine/webgpu/shape.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { loadGpt, type Gpt } from '../../src/networks/transformer/gpt.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { numbers, testDevice } from './device.ts';

const SIDE = 4;
const CODES = 16;
const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 3,
  width: 36,
  vocabulary: 26,
  blockSize: 2 * SIDE * SIDE,
  unmasked: 0,
};
const UNTOLD: ConditionTokens = {
  layout: 'prefix',
  tokens: new Int32Array(SIDE * SIDE).fill(25),
  offset: 0,
};

let device: GPUDevice;
let gpt: Gpt;
let engine: WebGpuEngine;

beforeAll(async () => {
  await startBackend('cpu');
  const source = randomWeights(transformerTensors(ARCHITECTURE));
  gpt = await loadGpt(source, ARCHITECTURE);
  device = await testDevice();
  engine = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32', guided: true });
});
afterAll(() => {
  engine.dispose();
  device.destroy();
});

function request(options: Partial<ScheduleOptions>, change: Partial<DecodeRequest> = {}): DecodeRequest {
  const { height = SIDE, width = SIDE } = options;
  const tokens = Int32Array.from({ length: height * width }, (_, i) => i % 8);
  return {
    schedule: buildSchedule({
      height,
      width,
      mode: 'exact',
      window: { height: SIDE, width: SIDE },
      maxSlots: 9,
      ...options,
    }),
    condition: { layout: 'spatial', grid: { height, width, tokens }, offset: CODES },
    guidance: { scale: 1.5, untold: UNTOLD },
    grid: emptyGrid(height, width),
    draw: { temperature: 1, topK: 9, topP: 0.95, greedy: false },
    codes: CODES,
    uniform: (row, column) => uniform(4, row, column),
    ...change,
  };
}

async function drawn(by: DecodeEngine, one: DecodeRequest): Promise<number[]> {
  await by.decode(one);
  return [...one.grid.tokens];
}

describe('Guided draws', () => {
  it('weigh what the condition changes', () => {
    const guided = guideLogits(Float32Array.of(1, 2), Float32Array.of(0, 4), 2);
    expect([...guided]).toEqual([3, -2]);
  });

  const schedules: [string, Partial<ScheduleOptions>][] = [
    ['one window', {}],
    ['a sliding window with a cache for each', { height: 5, width: 6 }],
    ['a single cache', { height: 5, width: 6, maxSlots: 1 }],
    ['a snapped window', { height: 5, width: 9, mode: 'stride-4' }],
  ];
  it.each(schedules)('are the same by every engine: %s', async (_, options) => {
    const expected = await drawn(new ReferenceEngine(gpt), request(options));
    expect(await drawn(new TfjsEngine(gpt), request(options))).toEqual(expected);
    expect(await drawn(engine, request(options))).toEqual(expected);
  });

  it('are others than without guidance', async () => {
    const guided = await drawn(engine, request({}));
    expect(await drawn(engine, request({}, { guidance: undefined }))).not.toEqual(guided);
  });

  it('tell the logits that they were drawn from', async () => {
    const logitsBy = async (by: DecodeEngine): Promise<Float32Array> => {
      const told: Drawn[] = [];
      const wantLogits = (row: number, column: number) => row === 2 && column === 1;
      await by.decode(request({}, { wantLogits, onDrawn: (one) => told.push(one) }));
      return told.find(({ step }) => step.row === 2 && step.column === 1)!.logits!;
    };
    const expected = await logitsBy(new ReferenceEngine(gpt));
    const got = await logitsBy(engine);
    expected.forEach((value, i) => expect(Math.abs(got[i] - value)).toBeLessThan(1e-3));
  });

  it('are refused when positions would not match, or there is no room for them', async () => {
    const short: ConditionTokens = { layout: 'prefix', tokens: Int32Array.of(25), offset: 0 };
    const wrong = request({}, { guidance: { scale: 1, untold: short } });
    for (const by of [engine, new TfjsEngine(gpt)]) {
      await expect(by.decode(wrong)).rejects.toMatchObject({ code: 'guidance-length' });
    }
    const plain = await createWebGpuEngine(
      device,
      randomWeights(transformerTensors(ARCHITECTURE)),
      ARCHITECTURE,
      {
        weights: 'f32',
      },
    );
    await expect(plain.decode(request({}))).rejects.toMatchObject({ code: 'guidance-unprepared' });
    plain.dispose();
  });
});

describe('The guide kernel', () => {
  it.each([
    [1, 37],
    [3, 300],
  ])('equals its oracle: %i rows of %i', async (rows, vocabulary) => {
    const shape = shapeOf({ ...ARCHITECTURE, vocabulary });
    const stride = 4 * shape.vocabularyQuads;
    const logits = numbers(2 * rows * stride, 3);
    const draws = Array.from({ length: rows }, (_, row) => ({ cell: 0, result: row, u: 0, row }));
    const settings = { temperature: 1, topK: 0, topP: 1, greedy: false, codes: 1, guidance: 2.5 };
    const probe = { kernel: guideKernel(shape), buffers: { logits }, draws, settings };
    const got = new Float32Array((await runProbe(device, probe, 'logits')).buffer);
    const half = rows * stride;
    const expected = guideLogits(logits.subarray(0, half), logits.subarray(half), 2.5);
    expected.forEach((value, i) => expect(Math.abs(got[i] - value)).toBeLessThan(1e-5));
  });
});
