import { readFile } from 'node:fs/promises';

import { unzipSync } from 'fflate';
import { expect, test, type Page } from 'playwright/test';

import { generate, openStudio, resultPixels, setSeed } from './support/page.ts';

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The layout on the canvas, as a data URL. */
function layoutPixels(page: Page): Promise<string> {
  return page.getByRole('img', { name: 'Layout canvas' }).evaluate((element) => {
    const canvas = element instanceof HTMLCanvasElement ? element : element.querySelector('canvas');
    return canvas?.toDataURL('image/png') ?? '';
  });
}

/** Drops a file onto the page, as a file manager does. */
async function drop(page: Page, name: string, type: string, data: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ base64, file, mime }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const given = new DataTransfer();
      given.items.add(new File([bytes], file, { type: mime }));
      return given;
    },
    { base64: data.toString('base64'), file: name, mime: type },
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

async function exportPng(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export PNG' }).click(),
  ]);
  return readFile(await download.path());
}

async function drawIsland(page: Page, seed: number): Promise<void> {
  await openStudio(page, TINY);
  await page.getByRole('button', { name: 'Example: Island' }).click();
  await setSeed(page, seed);
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.9');
  await generate(page);
}

test('a PNG brings picture, settings and layout back, and the history survives a reload', async ({
  page,
}) => {
  await drawIsland(page, 123_456);
  const [layout, picture] = [await layoutPixels(page), await resultPixels(page)];
  const png = await exportPng(page);

  await page.getByRole('button', { name: 'Clear layout' }).click();
  await setSeed(page, 1);
  await page.getByRole('slider', { name: 'Temperature' }).fill('1.5');
  await drop(page, 'island.png', 'image/png', png);
  await expect(page.getByText('island.png is open')).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('123456');
  await expect(page.getByRole('slider', { name: 'Temperature' })).toHaveValue('0.9');
  await expect.poll(() => layoutPixels(page)).toBe(layout);
  await expect.poll(() => resultPixels(page)).toBe(picture);
  // The tokens too: what is exported again holds the same chunks.
  const chunks = (file: Buffer) => file.subarray(0, file.indexOf('IDAT'));
  expect(chunks(await exportPng(page)).equals(chunks(png))).toBe(true);

  await page.reload();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search the history' }).fill('123456');
  await page.getByRole('button', { name: /^Open the run of .*seed 123456$/ }).click();
  await expect.poll(() => resultPixels(page)).toBe(picture);
  await expect.poll(() => layoutPixels(page)).toBe(layout);
});

test('a link brings settings and layout back elsewhere', async ({ page, browser }) => {
  await openStudio(page, TINY);
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await setSeed(page, 77);
  const layout = await layoutPixels(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('is on the clipboard')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#\/s\/1\.[A-Za-z0-9_-]+$/);

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('77');
  await expect.poll(() => layoutPixels(other)).toBe(layout);
  await expect(other).toHaveURL(/#\/$/);
  await context.close();
});

test('runs wait in line, samples stand side by side, and one is kept', async ({ page }) => {
  await openStudio(page, TINY);
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await setSeed(page, 5);
  await page.getByRole('combobox', { name: 'Samples' }).selectOption('2');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible();
  const sheet = page.getByRole('region', { name: 'Samples' });
  await expect(sheet.getByRole('button', { name: 'Sample of seed 5', exact: true })).toBeEnabled({
    timeout: 90_000,
  });
  await expect(sheet.getByRole('button', { name: 'Sample of seed 6', exact: true })).toBeEnabled({
    timeout: 90_000,
  });
  await sheet.getByRole('button', { name: 'Sample of seed 5', exact: true }).click();
  await sheet.getByRole('button', { name: 'Keep this one' }).click();
  await expect(page.getByText('Seed 5 is kept')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open the run of .*seed 6$/ })).toHaveCount(0);
});

test('a file of another kind is explained', async ({ page }) => {
  await openStudio(page, TINY);
  await drop(page, 'letter.txt', 'text/plain', Buffer.from('Dear reader'));
  await expect(page.getByRole('alert')).toContainText('letter.txt is nothing that Tessera opens');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('everything goes out, and comes in again elsewhere', async ({ page, browser }) => {
    await drawIsland(page, 31);
    const [layout, picture] = [await layoutPixels(page), await resultPixels(page)];
    const choose = async (item: string) => {
      await page.getByRole('button', { name: 'More exports' }).click();
      await page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click();
    };
    const saved = async (press: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent('download'), press()]);
      return readFile(await download.path());
    };

    const archive = await saved(() => choose('Export everything as zip'));
    const kinds = Object.keys(unzipSync(archive)).map((name) => name.replace(/^tessera-31-\d+x\d+/, ''));
    expect(kinds.sort()).toEqual(['-layout.png', '.json', '.png']);
    const map = await saved(() => choose('Export layout PNG'));
    await choose('Copy image');
    await expect(page.getByText('The picture is on the clipboard')).toBeVisible();
    const copied = await page.evaluate(async () => (await navigator.clipboard.read())[0].types);
    expect(copied).toContain('image/png');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByText('A link to this model')).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('link', { name: 'History', exact: true }).click();
    const history = await saved(() => page.getByRole('button', { name: 'Export history' }).click());

    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const other = await context.newPage();
    await other.goto(link);
    await expect(other.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('31');
    await expect.poll(() => layoutPixels(other)).toBe(layout);
    // A layout that was exported is one again.
    await other.getByRole('button', { name: 'Clear layout' }).click();
    await drop(other, 'layout.png', 'image/png', map);
    await expect.poll(() => layoutPixels(other)).toBe(layout);
    await drop(other, 'all.zip', 'application/zip', archive);
    await expect.poll(() => resultPixels(other)).toBe(picture);
    await drop(other, 'history.zip', 'application/zip', history);
    await expect(other.getByText('1 run added to the history.')).toBeVisible();
    await other.getByRole('link', { name: 'History', exact: true }).click();
    await expect(other.getByRole('button', { name: /^Open the run of .*seed 31$/ })).toBeVisible();
    await context.close();
  });
});
