import { beforeAll, describe, expect, it } from 'vitest';
import { haveGoldens } from '../goldenFolder.ts';
import { goldenModel } from './goldenModel.ts';
import { goldenTitle, readGolden, startGoldens } from './setup.ts';
import { runVqganCases } from './vqganCases.ts';

beforeAll(startGoldens);

const CHECKPOINTS = [
  ['vqgan', 'vqgan/vqgan.zip.ckpt'],
  ['segvqgan', 'segvqgan/segvqgan.legacy.ckpt'],
  ['depthvqgan', 'depthvqgan/depthvqgan.zip.ckpt'],
] as const;

describe.skipIf(!haveGoldens)(goldenTitle('VQGAN against the reference, on WASM'), () => {
  it.each(CHECKPOINTS)('%s encodes, quantizes and decodes as the reference', async (folder, checkpoint) => {
    const model = await goldenModel(readGolden, checkpoint);
    const outcomes = await runVqganCases(readGolden, folder, model);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) {
      expect(outcome.input, outcome.name).toBeLessThanOrEqual(2e-7);
      expect(outcome.prequant, outcome.name).toBeLessThanOrEqual(5e-5);
      expect(outcome.gridSize, outcome.name).toBe(outcome.expectedGridSize);
      expect(outcome.wrongIndices, outcome.name).toBe(0);
      expect(outcome.decoded, outcome.name).toBeLessThanOrEqual(2e-5);
      expect(outcome.bytes.most, outcome.name).toBeLessThanOrEqual(1);
      expect(outcome.bytes.share, outcome.name).toBeLessThanOrEqual(0.002);
      expect(outcome.argmax, outcome.name).toBeLessThanOrEqual(0.005);
    }
    await model.dispose();
  });
});
