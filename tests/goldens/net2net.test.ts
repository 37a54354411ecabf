import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/core/grid.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { haveGoldens } from '../goldenFolder.ts';
import { goldenModel } from './goldenModel.ts';
import {
  completionCase,
  labelInput,
  net2netCases,
  runSampling,
  type RunGolden,
  type SamplingOutcome,
} from './samplingCases.ts';
import { goldenTitle, readGolden as read, startGoldens } from './setup.ts';

beforeAll(startGoldens);

// Both containers hold the same weights; each is used for half of the runs.
const ZIP = 'net2net/net2net.zip.ckpt';
const LEGACY = 'net2net/net2net.legacy.ckpt';

async function golden(checkpoint: string, greedy: boolean): Promise<RunGolden> {
  const model = await goldenModel(read, checkpoint, { heads: 4 });
  return { read, folder: 'net2net', model, engine: new TfjsEngine(await model.gpt()), greedy };
}

function expectSame(outcome: SamplingOutcome): void {
  expect(outcome.wrongConditionTokens).toBe(0);
  expect(outcome.wrongTokens).toBe(0);
  expect(outcome.logits).toBeLessThanOrEqual(3e-5);
  expect(outcome.bytes.most).toBeLessThanOrEqual(1);
  expect(outcome.bytes.share).toBeLessThanOrEqual(0.002);
}

// Seconds each on a quiet machine; a busy one may take minutes.
const PATIENCE = { timeout: 900_000 };

describe.skipIf(!haveGoldens)(goldenTitle('Sliding window against the reference, on WASM'), PATIENCE, () => {
  it.each([
    ['16x16', 'sampled', ZIP],
    ['16x16', 'sampled', LEGACY],
    ['16x16', 'greedy', LEGACY],
    ['17x19', 'sampled', LEGACY],
    ['17x19', 'greedy', ZIP],
    ['20x24', 'sampled', ZIP],
    ['20x24', 'greedy', LEGACY],
    ['24x32', 'sampled', LEGACY],
    ['24x32', 'greedy', ZIP],
  ])('%s %s from %s', async (grid, mode, checkpoint) => {
    const run = await golden(checkpoint, mode === 'greedy');
    const one = (await net2netCases(read)).get(grid)!;
    expectSame(await runSampling(run, one, await labelInput(read, one)));
    await run.model.dispose();
  });

  it('completes a picture from its upper half', async () => {
    const run = await golden(LEGACY, false);
    const { one, keep, wrongImageTokens } = await completionCase(read, run.model);
    expect(wrongImageTokens).toBe(0);
    expectSame(await runSampling(run, one, await labelInput(read, one), keep));
    await run.model.dispose();
  });

  it('gives the same tokens when every window is recomputed, as the original does', async () => {
    const { model } = await golden(ZIP, false);
    const engine = new ReferenceEngine(await model.gpt());
    const one = (await net2netCases(read)).get('16x16')!;
    // The last two rows: 32 windows of 511 positions each.
    const tokens = Int32Array.from(one.greedy_tokens!.flat(), (token, i) => (i < 14 * 16 ? token : EMPTY));
    const keep = { height: 16, width: 16, tokens };
    const run = { read, folder: 'net2net', model, engine, greedy: true };
    const outcome = await runSampling(run, one, await labelInput(read, one), keep);
    expectSame(outcome);
    expect(outcome.positions).toBe(32 * 511);
    await model.dispose();
  });
});
