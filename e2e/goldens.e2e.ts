import { expect, test } from 'playwright/test';

import { haveGoldens } from '../tests/goldenFolder.ts';
import type { Harness } from './harness/goldens.ts';

const HARNESS = `http://localhost:${Number(process.env.E2E_PORT ?? 5199) - 1}/`;
/** Tolerances of the goldens' MANIFEST for a GPU in float32. */
const GPU = 1e-3;

declare const window: { harness: Harness };

test.describe('the reference on WebGPU', () => {
  test.skip(!haveGoldens, 'no goldens beside the project; set TESSERA_GOLDENS');

  test.beforeEach(async ({ page }) => {
    await page.goto(HARNESS);
    await page.waitForFunction(() => 'harness' in window);
    expect(await page.evaluate(() => window.harness.start())).not.toBe('');
  });

  for (const [folder, checkpoint] of [
    ['segvqgan', 'segvqgan/segvqgan.legacy.ckpt'],
    ['depthvqgan', 'depthvqgan/depthvqgan.zip.ckpt'],
  ]) {
    test(`${folder} encodes, quantizes and decodes`, async ({ page }) => {
      const outcomes = await page.evaluate(
        ([folder, checkpoint]) => window.harness.vqgan(folder, checkpoint),
        [folder, checkpoint],
      );
      expect(outcomes.length).toBeGreaterThan(0);
      for (const outcome of outcomes) {
        expect(outcome.prequant, outcome.name).toBeLessThanOrEqual(GPU);
        expect(outcome.wrongIndices, outcome.name).toBe(0);
        expect(outcome.decoded, outcome.name).toBeLessThanOrEqual(GPU);
        expect(outcome.bytes.most, outcome.name).toBeLessThanOrEqual(1);
        expect(outcome.bytes.share, outcome.name).toBeLessThanOrEqual(0.05);
      }
    });
  }

  test('the GPT gives the logits, with and without a cache', async ({ page }) => {
    for (const checkpoint of ['gpt/gpt.zip.ckpt', 'gpt/gpt-unmasked.zip.ckpt']) {
      const outcomes = await page.evaluate((path) => window.harness.gpt(path), checkpoint);
      expect(outcomes.length).toBeGreaterThan(0);
      for (const { name, full, cached } of outcomes) {
        expect(full, name).toBeLessThanOrEqual(GPU);
        expect(cached, name).toBeLessThanOrEqual(GPU);
      }
    }
  });

  test('the last rows of a window are drawn greedily, token for token', async ({ page }) => {
    const outcome = await page.evaluate(() => window.harness.greedy('16x16'));
    expect(outcome.wrongConditionTokens).toBe(0);
    expect(outcome.wrongTokens).toBe(0);
    expect(outcome.logits).toBeLessThanOrEqual(GPU);
  });
});
