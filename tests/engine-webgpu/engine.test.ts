import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { EMPTY, emptyGrid, type TokenGrid } from '../../src/core/grid.ts';
import { permutation } from '../../src/core/permuters.ts';
import { uniform } from '../../src/core/philox.ts';
import { buildSchedule, countPositions, type ScheduleOptions } from '../../src/core/schedule.ts';
import type { DecodeEngine, DecodeRequest, Drawn } from '../../src/engine/engine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { loadGpt, type Gpt } from '../../src/networks/transformer/gpt.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { testDevice } from './device.ts';

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

let device: GPUDevice;
let source: TensorSource;
let gpt: Gpt;
let engine: WebGpuEngine;

beforeAll(async () => {
  await startBackend('cpu');
  source = randomWeights(transformerTensors(ARCHITECTURE));
  gpt = await loadGpt(source, ARCHITECTURE);
  device = await testDevice();
  engine = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32' });
});
afterAll(() => {
  engine.dispose();
  device.destroy();
});

function spatial(height: number, width: number): ConditionTokens {
  const tokens = Int32Array.from({ length: height * width }, (_, i) => i % 8);
  return { layout: 'spatial', grid: { height, width, tokens }, offset: CODES };
}

type Options = Partial<ScheduleOptions> & { height: number; width: number };

function request(options: Options, change: Partial<DecodeRequest> = {}): DecodeRequest {
  const { height, width } = options;
  const window = { height: SIDE, width: SIDE };
  return {
    schedule: buildSchedule({ mode: 'exact', window, maxSlots: 99, ...options }),
    condition: spatial(height, width),
    grid: emptyGrid(height, width),
    draw: { temperature: 1, topK: 9, topP: 0.95, greedy: false },
    codes: CODES,
    uniform: (row, column) => uniform(4, row, column),
    ...change,
  };
}

async function drawn(by: DecodeEngine, one: DecodeRequest): Promise<number[]> {
  const stats = await by.decode(one);
  expect(stats.aborted).toBe(false);
  expect(stats.tokens).toBe(one.schedule.steps.length);
  return [...one.grid.tokens];
}

function sourceWith(change: (name: string, values: Float32Array) => void): TensorSource {
  const readFloat32 = async (name: string) => {
    const values = await source.readFloat32(name);
    change(name, values);
    return values;
  };
  return { ...source, readFloat32 };
}

describe('WebGpuEngine', () => {
  const schedules: [string, Options][] = [
    ['one window', { height: 4, width: 4 }],
    ['exact sliding window, a cache for each window', { height: 5, width: 6 }],
    ['exact, a single cache', { height: 5, width: 6, maxSlots: 1 }],
    ['snapped window', { height: 6, width: 10, mode: 'stride-4' }],
    ['fewer rows than the window', { height: 3, width: 9 }],
    ['spiral order', { height: 4, width: 4, permutation: permutation('spiral-out', 4, 4) }],
  ];
  it.each(schedules)('draws what the readable engine draws: %s', async (_, options) => {
    const mine = request(options);
    const stats = await engine.decode(mine);
    expect(stats.tokens).toBe(mine.schedule.steps.length);
    expect(stats.positions).toBe(countPositions(mine.schedule, SIDE * SIDE));
    expect([...mine.grid.tokens]).toEqual(await drawn(new TfjsEngine(gpt), request(options)));
    expect(new Set(mine.grid.tokens).size).toBeGreaterThan(3);
  });

  it('draws behind a one-token prefix, greedily', async () => {
    const condition: ConditionTokens = { layout: 'prefix', tokens: Int32Array.of(3), offset: CODES };
    const change = { condition, draw: { temperature: 1, topK: 0, topP: 1, greedy: true } };
    const options = { height: 4, width: 4 };
    const expected = await drawn(new TfjsEngine(gpt), request(options, change));
    expect(await drawn(engine, request(options, change))).toEqual(expected);
  });

  it('gives the logits of a whole sequence, with and without an unmasked prefix', async () => {
    for (const unmasked of [0, 5]) {
      const architecture = { ...ARCHITECTURE, unmasked };
      const mine = await createWebGpuEngine(device, source, architecture, { weights: 'f32' });
      const readable = await loadGpt(source, architecture);
      for (const length of [1, 3, 11, 32]) {
        const tokens = Int32Array.from({ length }, (_, i) => (7 * i) % ARCHITECTURE.vocabulary);
        const expected = (await readable.forward(tokens))!;
        const got = await mine.forward(tokens);
        expect(got.length).toBe(expected.length);
        got.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(2e-4));
      }
      mine.dispose();
    }
  });

  it('reports every token once, with logits where they are wanted', async () => {
    const told: Drawn[] = [];
    const one = request(
      { height: 5, width: 6 },
      { onDrawn: (drawn) => told.push(drawn), wantLogits: (row, column) => row === 2 && column > 3 },
    );
    await engine.decode(one);
    expect(told.length).toBe(30);
    const cells = told.map(({ step }) => step.row * 6 + step.column);
    expect(new Set(cells).size).toBe(30);
    for (const { step, token, u, logits } of told) {
      expect(one.grid.tokens[step.row * 6 + step.column]).toBe(token);
      expect(u).toBe(uniform(4, step.row, step.column));
      expect(logits?.length).toBe(step.row === 2 && step.column > 3 ? ARCHITECTURE.vocabulary : undefined);
    }
    const wanted = told.find(({ logits }) => logits)!;
    const readable = request({ height: 5, width: 6 }, { wantLogits: () => true });
    let expected: Float32Array | undefined;
    const { row, column } = wanted.step;
    const onDrawn = ({ step, logits }: Drawn) => {
      if (step.row === row && step.column === column) expected = logits;
    };
    await new TfjsEngine(gpt).decode({ ...readable, onDrawn });
    wanted.logits!.forEach((value, i) => expect(Math.abs(value - expected![i])).toBeLessThan(2e-4));
  });

  it('gives the same tokens as a wavefront and one by one, and in fewer passes', async () => {
    const options: Options = { height: 6, width: 24, mode: 'stride-4' };
    const single = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32', wavefront: 1 });
    const before = engine.counters.dispatches;
    const together = await drawn(engine, request(options));
    const passes = engine.counters.dispatches - before;
    expect(together).toEqual(await drawn(single, request(options)));
    expect(passes).toBeLessThan(0.8 * single.counters.dispatches);
    single.dispose();
  });

  it('keeps what was drawn when cancelled, and continues to the same tokens', async () => {
    const options = { height: 6, width: 7 };
    const expected = await drawn(engine, request(options));
    const controller = new AbortController();
    let count = 0;
    const onDrawn = () => {
      if (++count === 5) controller.abort();
    };
    const first = request(options, { onDrawn, signal: controller.signal, wantLogits: () => true });
    const stats = await engine.decode(first);
    expect(stats.aborted).toBe(true);
    expect(stats.tokens).toBeGreaterThanOrEqual(5);
    expect(stats.tokens).toBeLessThan(42);
    const missing = (row: number, column: number) => first.grid.tokens[row * 7 + column] === EMPTY;
    const rest = request({ ...options, isDrawn: missing }, { grid: first.grid });
    await engine.decode(rest);
    expect([...first.grid.tokens]).toEqual(expected);
  });

  it('draws nothing when it is cancelled before it begins', async () => {
    const one = request({ height: 6, width: 7 }, { signal: AbortSignal.abort() });
    expect(await engine.decode(one)).toMatchObject({ positions: 0, tokens: 0, aborted: true });
    expect(one.grid.tokens.every((token) => token === EMPTY)).toBe(true);
  });

  it('draws a region anew like the readable engine', async () => {
    const grid = (): TokenGrid => ({
      height: 6,
      width: 7,
      tokens: Int32Array.from({ length: 42 }, (_, i) => (5 * i) % CODES),
    });
    const options: Options = {
      height: 6,
      width: 7,
      isDrawn: (row, column) => row >= 2 && row < 5 && column >= 1 && column < 4,
    };
    const mine = await drawn(engine, request(options, { grid: grid() }));
    expect(mine).toEqual(await drawn(new TfjsEngine(gpt), request(options, { grid: grid() })));
    expect(mine.filter((token, i) => token !== grid().tokens[i]).length).toBeGreaterThan(0);
  });

  it('is close with f16 and int8 weights, and smaller', async () => {
    const tokens = Int32Array.from({ length: 32 }, (_, i) => (7 * i) % ARCHITECTURE.vocabulary);
    const exact = await engine.forward(tokens);
    const sizes = [engine.memory.weightsPerToken];
    for (const [weights, tolerance] of [
      ['f16', 0.02],
      ['int8', 0.3],
    ] as const) {
      const packed = await createWebGpuEngine(device, source, ARCHITECTURE, { weights });
      const got = await packed.forward(tokens);
      got.forEach((value, i) => expect(Math.abs(value - exact[i])).toBeLessThan(tolerance));
      expect(got).not.toEqual(exact);
      sizes.push(packed.memory.weightsPerToken);
      const one = request({ height: 4, width: 4 });
      expect((await drawn(packed, one)).every((token) => token >= 0 && token < CODES)).toBe(true);
      packed.dispose();
    }
    expect(sizes[1]).toBeLessThan(0.6 * sizes[0]);
    expect(sizes[2]).toBeLessThan(0.7 * sizes[1]);
  });

  it('is bit-identical from run to run, and its memory does not grow', async () => {
    const logits: Float32Array[] = [];
    const onDrawn = (one: Drawn) => logits.push(one.logits!);
    await engine.decode(request({ height: 4, width: 5 }, { wantLogits: () => true, onDrawn }));
    const { total } = engine.memory;
    await engine.decode(request({ height: 4, width: 5 }, { wantLogits: () => true, onDrawn }));
    expect(logits.slice(20)).toEqual(logits.slice(0, 20));
    expect(engine.memory.total).toBe(total);
  });

  it('names what it cannot do', async () => {
    const big = request({ height: 6, width: 7 });
    const tooMany = { ...big, schedule: { ...big.schedule, slots: engine.maxSlots + 1 } };
    await expect(engine.decode(tooMany)).rejects.toMatchObject({ code: 'too-many-caches' });
    const narrow = { ...big, condition: spatial(6, 6) };
    await expect(engine.decode(narrow)).rejects.toMatchObject({ code: 'condition-size' });
    const foreign: ConditionTokens = { layout: 'prefix', tokens: Int32Array.of(26), offset: 0 };
    await expect(engine.decode({ ...big, condition: foreign })).rejects.toMatchObject({
      code: 'token-out-of-range',
    });
    const hole = request({ height: 4, width: 4, isDrawn: (row) => row === 3 });
    await expect(engine.decode(hole)).rejects.toMatchObject({ code: 'token-not-drawn' });
    await expect(engine.forward(new Int32Array(33))).rejects.toMatchObject({ code: 'sequence-too-long' });
    const running = engine.decode(request({ height: 4, width: 4 }));
    await expect(engine.forward(Int32Array.of(1))).rejects.toMatchObject({ code: 'engine-busy' });
    expect((await running).tokens).toBe(16);
    const odd = { ...ARCHITECTURE, width: 30 };
    await expect(createWebGpuEngine(device, source, odd, { weights: 'f32' })).rejects.toMatchObject({
      code: 'architecture-unsupported',
    });
    // As many quads of logits, so that no kernel is compiled for it.
    const richer = { ...ARCHITECTURE, vocabulary: 27 };
    await expect(createWebGpuEngine(device, source, richer, { weights: 'f32' })).rejects.toMatchObject({
      code: 'tensor-shape',
    });
  });

  it('refuses logits that are no numbers, and goes on afterwards', async () => {
    const damaged = sourceWith((name, values) => {
      if (name === 'blocks.1.mlp.2.weight') values[0] = NaN;
    });
    const broken = await createWebGpuEngine(device, damaged, ARCHITECTURE, { weights: 'f32' });
    const options = { height: 4, width: 4 };
    await expect(broken.decode(request(options))).rejects.toMatchObject({ code: 'logits-not-finite' });
    await expect(broken.decode(request(options))).rejects.toMatchObject({ code: 'logits-not-finite' });
    broken.dispose();
  });

  it('names a lost device and keeps the tokens read back before', async () => {
    const own = await testDevice();
    const mine = await createWebGpuEngine(own, source, ARCHITECTURE, { weights: 'f32' });
    let count = 0;
    const one = request(
      { height: 6, width: 7 },
      {
        wantLogits: () => true,
        onDrawn: () => {
          if (++count === 6) own.destroy();
        },
      },
    );
    await expect(mine.decode(one)).rejects.toMatchObject({ code: 'device-lost' });
    const kept = one.grid.tokens.filter((token) => token !== EMPTY).length;
    expect(kept).toBe(count);
    expect(kept).toBeLessThan(42);
    const expected = await drawn(engine, request({ height: 6, width: 7 }));
    one.grid.tokens.forEach((token, i) => expect([EMPTY, expected[i]]).toContain(token));
    const again = request({ height: 4, width: 4 });
    await expect(mine.decode(again)).rejects.toMatchObject({ code: 'device-lost' });
  });
});
