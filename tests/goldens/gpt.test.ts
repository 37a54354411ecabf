import { beforeAll, describe, expect, it } from 'vitest';
import { haveGoldens } from '../goldenFolder.ts';
import { goldenModel } from './goldenModel.ts';
import { runGptCases } from './gptCases.ts';
import { goldenTitle, readGolden, startGoldens } from './setup.ts';

beforeAll(startGoldens);

describe.skipIf(!haveGoldens)(goldenTitle('GPT against the reference, on WASM'), () => {
  it.each(['gpt/gpt.zip.ckpt', 'gpt/gpt.legacy.ckpt', 'gpt/gpt-unmasked.zip.ckpt'])(
    '%s',
    async (checkpoint) => {
      const model = await goldenModel(readGolden, checkpoint, { heads: 4 });
      expect(model.transformer.unmasked).toBe(checkpoint.includes('unmasked') ? 9 : 0);
      const outcomes = await runGptCases(readGolden, model);
      expect(outcomes.length).toBeGreaterThan(0);
      for (const { name, full, cached } of outcomes) {
        expect(full, name).toBeLessThanOrEqual(3e-5);
        expect(cached, name).toBeLessThanOrEqual(3e-5);
      }
      await model.dispose();
    },
  );
});
