import { expect, test } from 'playwright/test';

import { generate, openStudio, paintLayout, resultPixels, setSeed } from './support/page.ts';
import { seen } from './support/seen.ts';

const TINY = 'models/tiny/';
/** Labels of the tiny model's palette. */
const TINY_LABELS: [string, string] = ['label 1', 'label 7'];

test.describe('on WebGPU, with a tiny model', () => {
  test('paints with the mouse, generates, sees tokens before the end', async ({ page }) => {
    test.setTimeout(420_000); // the software adapter compiles every kernel on the processor
    await openStudio(page, { backend: 'webgpu', model: TINY });
    await expect(page.getByRole('status', { name: 'Status' })).toContainText(/webgpu/i);
    await paintLayout(page, TINY_LABELS);
    const before = await resultPixels(page);
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    const progress = page.getByRole('progressbar', { name: 'Generating' });
    await expect(progress).toBeVisible();
    // Pixels change while the run goes on: tiles of drawn tokens.
    await expect.poll(() => resultPixels(page)).not.toBe(before);
    await expect(progress).toBeVisible();
    await expect(progress).toBeHidden({ timeout: 300_000 });
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test.describe('on WASM, with the shipped model', () => {
  test('answers the layout, with the same pixels for the same seed and others for another', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await openStudio(page, { backend: 'wasm' });
    await expect(page.getByRole('status', { name: 'Status' })).toContainText(/wasm/i);
    await paintLayout(page, ['sky', 'grass']);
    await setSeed(page, 7);
    await generate(page);
    const first = await resultPixels(page);
    // The picture answers the layout: sky is bluer than the grass below it.
    const [sky, grass] = [await seen(page, 0, 0, 1, 0.5), await seen(page, 0.05, 0.8, 0.95, 1)];
    expect(sky.blue - sky.red).toBeGreaterThan(40 + grass.blue - grass.red);
    await generate(page);
    expect(await resultPixels(page)).toBe(first);
    await setSeed(page, 8);
    await generate(page);
    expect(await resultPixels(page)).not.toBe(first);
  });

  test('stops on Cancel, keeps what was drawn, and exports a PNG that opens', async ({ page }) => {
    await openStudio(page, { backend: 'wasm' });
    await paintLayout(page, ['sky', 'water']);
    const before = await resultPixels(page);
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect.poll(() => resultPixels(page)).not.toBe(before);
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden();
    const kept = await resultPixels(page);
    expect(kept).not.toBe(before);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export PNG' }).click(),
    ]);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const png = Buffer.concat(chunks);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    const size = await page.evaluate(async (base64) => {
      const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
      const { width, height } = await createImageBitmap(blob);
      return { width, height };
    }, png.toString('base64'));
    expect(size).toEqual({ width: 256, height: 256 });
  });
});
