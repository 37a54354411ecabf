import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { loadGpt } from '../../src/networks/transformer/gpt.ts';
import { cancelledAndContinued, regionResampled } from '../engine/support/interruptions.ts';
import { record, type RecordedRun, replayOf, requestFor, SIDE } from '../engine/support/recordedRun.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { testDevice } from './device.ts';

const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 3,
  width: 36,
  vocabulary: 26,
  blockSize: 2 * SIDE * SIDE,
  unmasked: 0,
};
const CODES = 16;
const DRAW = { temperature: 0.9, topK: 9, topP: 0.95, greedy: false };

let device: GPUDevice;
let source: TensorSource;
let oracle: ReferenceEngine;
let engine: WebGpuEngine;

beforeAll(async () => {
  // The oracle: every window recomputed for every token, in plain JavaScript.
  await startBackend('cpu');
  source = randomWeights(transformerTensors(ARCHITECTURE));
  oracle = new ReferenceEngine(await loadGpt(source, ARCHITECTURE));
  device = await testDevice();
  engine = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32' });
});
afterAll(() => {
  engine.dispose();
  device.destroy();
});

// Tens of seconds on a quiet machine with a software adapter.
const PATIENCE = { timeout: 900_000 };

describe('WebGpuEngine on recorded numbers', PATIENCE, () => {
  it('draws the 1,008 tokens that the oracle drew', async () => {
    const grid = { height: 12, width: 84, mode: 'stride-4' } as const;
    const run = await record(oracle, grid, DRAW, CODES);
    expect(new Set(run.tokens).size).toBeGreaterThan(12);
    const request = replayOf(run, requestFor(grid, DRAW, CODES));
    expect((await engine.decode(request)).tokens).toBe(1008);
    expect([...request.grid.tokens]).toEqual([...run.tokens]);
  });

  it('draws the same as a wavefront, one by one, cancelled and continued, and in a region', async () => {
    const grid = { height: 8, width: 12, mode: 'stride-4' } as const;
    const run: RecordedRun = await record(oracle, grid, DRAW, CODES);
    const make: Parameters<typeof cancelledAndContinued>[1] = (isDrawn, change) =>
      replayOf(run, requestFor({ ...grid, isDrawn }, DRAW, CODES, change));
    const before = engine.counters.dispatches;
    const wavefront = make(() => true, {});
    await engine.decode(wavefront);
    const dispatches = engine.counters.dispatches - before;
    const expected = [...run.tokens];
    expect([...wavefront.grid.tokens]).toEqual(expected);

    const single = await createWebGpuEngine(device, source, ARCHITECTURE, { weights: 'f32', wavefront: 1 });
    const sequential = make(() => true, {});
    await single.decode(sequential);
    expect([...sequential.grid.tokens]).toEqual(expected);
    expect(single.counters.dispatches).toBeGreaterThan(dispatches);
    single.dispose();

    const { tokens, runs } = await cancelledAndContinued(engine, make, 30);
    expect(runs).toBeGreaterThan(1);
    expect(tokens).toEqual(expected);
    const inside = (row: number, column: number) => row > 1 && row < 7 && column > 2 && column < 10;
    expect(await regionResampled(engine, make, expected, inside)).toEqual(expected);
  });

  it('repeats its logits bit for bit, also where windows advance together', async () => {
    const grid = { height: 6, width: 12, mode: 'stride-4' } as const;
    const bits = async (): Promise<Map<string, Uint32Array>> => {
      const logits = new Map<string, Uint32Array>();
      const request = requestFor(grid, DRAW, CODES, {
        wantLogits: () => true,
        onDrawn: ({ step, logits: got }) =>
          logits.set(`${step.row},${step.column}`, new Uint32Array(got!.slice().buffer)),
      });
      await engine.decode(request);
      return logits;
    };
    const [first, second] = [await bits(), await bits()];
    expect(first.size).toBe(72);
    expect(second).toEqual(first);
  });
});
