import { expect, test } from 'playwright/test';

import { layoutPixels, openStudio, tool } from './support/page.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;

test('has every control under its accessible name, works by keyboard, and opens a second time as it was left', async ({
  page,
}) => {
  await openStudio(page, TINY);
  for (const name of ['Layout', 'Result', 'Timeline']) {
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  }
  for (const name of ['Undo', 'Redo', 'Clear layout', 'Import layout', 'Export PNG', 'Cancel']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  }
  for (const name of ['Brush', 'Eraser', 'Fill', 'Pick label']) await expect(tool(page, name)).toBeVisible();
  for (const name of ['Model', 'Condition', 'Window mode', 'Image size']) {
    await expect(page.getByRole('combobox', { name, exact: true })).toBeVisible();
  }
  for (const name of ['Brush size', 'Temperature', 'Top-k', 'Top-p', 'Timeline position']) {
    await expect(page.getByRole('slider', { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toBeVisible();
  for (const name of ['Layout canvas', 'Result canvas']) {
    await expect(page.getByRole('img', { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole('radiogroup', { name: 'Labels' }).getByRole('radio')).toHaveCount(11);
  for (const name of ['Studio', 'Codebook', 'Library', 'Learn']) {
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  }
  const diagnostics = await page.evaluate(() =>
    (
      window as unknown as { tessera: { diagnostics(): Promise<Record<string, unknown>> } }
    ).tessera.diagnostics(),
  );
  expect(diagnostics).toMatchObject({ backend: 'wasm', model: 'tiny', deviceLosses: 0 });
  expect(diagnostics.tensors).toBeGreaterThan(0);

  await test.step('generates from the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Example: Island' }).click();
    await page.keyboard.press('Control+Enter');
    // A tiny model may be done between two looks from outside.
    await expect(page.getByRole('status', { name: 'Status' })).toHaveText(/Generating|Finished/);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden();
  });

  await test.step('shows the codebook as a grid that the keyboard walks', async () => {
    await page.getByRole('link', { name: 'Codebook', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Codebook entries' });
    await grid.getByRole('gridcell', { name: 'Code 5', exact: true }).click();
    await page.keyboard.press('ArrowRight');
    await expect(grid.getByRole('gridcell', { name: 'Code 6', exact: true })).toBeFocused();
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Nothing drawn yet' })).toBeVisible();
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
  });

  await test.step('tells of itself in a report that can be copied', async () => {
    await page.evaluate(() => (location.hash = '#/diagnostics'));
    await page.getByRole('button', { name: 'Copy report' }).click();
    await expect(page.getByText('is on the clipboard')).toBeVisible();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    for (const told of [/Backend: WASM/, /Model: tiny, f32/, /Tensors: \d/]) expect(report).toMatch(told);
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
  });

  await test.step('keeps layout and weights through a reload', async () => {
    const before = await layoutPixels(page);
    const fetched: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('.safetensors')) fetched.push(request.url());
    });
    await page.reload();
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();
    expect(fetched).toEqual([]);
    await expect.poll(() => layoutPixels(page)).toBe(before);
  });
});

test('replays recorded runs where nothing can be computed', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'gpu');
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText(/WebGPU.*WebAssembly/);
  await expect(page.getByRole('region', { name: 'Result' })).toContainText(/recorded run/i);
  const position = page.getByRole('slider', { name: 'Timeline position' });
  await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(5);
});
