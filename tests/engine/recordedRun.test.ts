import { beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { loadGpt } from '../../src/networks/transformer/gpt.ts';
import { randomWeights } from '../networks/randomWeights.ts';
import { cancelledAndContinued, regionResampled } from './support/interruptions.ts';
import { record, type RecordedRun, replayOf, requestFor, SIDE } from './support/recordedRun.ts';

const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 3,
  width: 36,
  vocabulary: 26,
  blockSize: 2 * SIDE * SIDE,
  unmasked: 0,
};
const CODES = 16;
const GRID = { height: 32, width: 32 };
const DRAW = { temperature: 0.9, topK: 9, topP: 0.95, greedy: false };

let run: RecordedRun;
let engine: TfjsEngine;

beforeAll(async () => {
  // The oracle: every window recomputed for every token, in plain JavaScript.
  await startBackend('cpu');
  const source = randomWeights(transformerTensors(ARCHITECTURE));
  const gpt = await loadGpt(source, ARCHITECTURE);
  run = await record(new ReferenceEngine(gpt), GRID, DRAW, CODES);
  gpt.dispose();
  await startBackend('wasm');
  engine = new TfjsEngine(await loadGpt(source, ARCHITECTURE));
}, 300_000);

describe('TfjsEngine on WASM', () => {
  const make: Parameters<typeof cancelledAndContinued>[1] = (isDrawn, change) =>
    replayOf(run, requestFor({ ...GRID, isDrawn }, DRAW, CODES, change));

  it('draws the 1,024 tokens that the oracle drew', async () => {
    expect(new Set(run.tokens).size).toBeGreaterThan(12);
    const request = make(() => true, {});
    expect((await engine.decode(request)).tokens).toBe(1024);
    expect([...request.grid.tokens]).toEqual([...run.tokens]);
  });

  it('draws them with a single cache, cancelled and continued, and in a region drawn again', async () => {
    const single = replayOf(run, requestFor({ ...GRID, maxSlots: 1 }, DRAW, CODES));
    await engine.decode(single);
    expect([...single.grid.tokens]).toEqual([...run.tokens]);
    const { tokens, runs } = await cancelledAndContinued(engine, make, 150);
    expect(runs).toBe(7);
    expect(tokens).toEqual([...run.tokens]);
    const inside = (row: number, column: number) => row > 9 && row < 20 && column > 4 && column < 30;
    expect(await regionResampled(engine, make, tokens, inside)).toEqual(tokens);
  });
});
