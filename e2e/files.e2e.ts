import { readFile } from 'node:fs/promises';

import { encode } from 'fast-png';
import { unzipSync } from 'fflate';
import { expect, test, type Page } from 'playwright/test';

import { drop } from './support/drop.ts';
import { generate, layoutPixels, openStudio, resultPixels, setSeed } from './support/page.ts';

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

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
  await page.evaluate(watchForShifts);
  await generate(page);
  // Nothing moves under the eye or the finger while a picture is drawn.
  expect(await page.evaluate(() => (window as { shifted?: number }).shifted)).toBeLessThan(0.001);
}

/** Runs inside the page: sums up the layout shifts while a run is drawn that no input explains, as browsers score them. */
function watchForShifts(): void {
  const sums = Object.assign(window, { shifted: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[]) {
      const drawing = document.querySelector('[role="progressbar"][aria-label="Generating"]');
      if (drawing && !entry.hadRecentInput) sums.shifted += entry.value;
    }
  }).observe({ type: 'layout-shift' });
}

test('a PNG, a link and the history bring back what was made; samples stand side by side, and one is kept', async ({
  page,
}) => {
  await drawIsland(page, 123_456);
  const [layout, picture] = [await layoutPixels(page), await resultPixels(page)];
  const png = await exportPng(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('is on the clipboard')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#\/s\/1\.[A-Za-z0-9_-]+$/);
  const changeAll = async () => {
    await page.getByRole('button', { name: 'Clear layout' }).click();
    await setSeed(page, 1);
    await page.getByRole('slider', { name: 'Temperature' }).fill('1.5');
  };
  const isBack = async () => {
    await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('123456');
    await expect(page.getByRole('slider', { name: 'Temperature' })).toHaveValue('0.9');
    await expect.poll(() => layoutPixels(page)).toBe(layout);
  };

  await test.step('a PNG: picture, settings, layout and tokens', async () => {
    await changeAll();
    await drop(page, 'island.png', 'image/png', png);
    await expect(page.getByText('island.png is open')).toBeVisible();
    await isBack();
    await expect.poll(() => resultPixels(page)).toBe(picture);
    // The tokens too: what is exported again holds the same chunks.
    const chunks = (file: Buffer) => file.subarray(0, file.indexOf('IDAT'));
    expect(chunks(await exportPng(page)).equals(chunks(png))).toBe(true);
  });

  await test.step('a link: settings and layout; the address is the studio’s again', async () => {
    await changeAll();
    await page.evaluate((address) => (location.href = address), link);
    await isBack();
    await expect(page).toHaveURL(/#\/$/);
  });

  await test.step('a picture in a few colours: asked about, shown, and used as a layout', async () => {
    await drop(page, 'painted.png', 'image/png', paintedPicture());
    const asked = page.getByRole('dialog', { name: 'Colours as labels' });
    await expect(asked.getByRole('img', { name: 'The layout that this gives' })).toBeVisible();
    await asked.getByRole('combobox', { name: 'Label for #f0e040' }).selectOption({ label: 'label 9' });
    await asked.getByRole('button', { name: 'Use as layout' }).click();
    await expect.poll(() => layoutPixels(page)).not.toBe(layout);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => layoutPixels(page)).toBe(layout);
  });

  await test.step('a layout that no link can hold: said, and the PNG offered', async () => {
    await drop(page, 'noise.png', 'image/png', noise());
    await expect.poll(() => layoutPixels(page)).not.toBe(layout);
    await page.getByRole('button', { name: 'Copy link' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'too much detail for a link' });
    await expect(alert.getByRole('button', { name: 'Export PNG' })).toBeVisible();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => layoutPixels(page)).toBe(layout);
  });

  await test.step('a file of another kind is explained', async () => {
    await drop(page, 'letter.txt', 'text/plain', Buffer.from('Dear reader'));
    await expect(page.getByRole('alert')).toContainText('letter.txt is nothing that Tessera opens');
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
  });

  await test.step('runs wait in line in the order that is wanted, and one of the samples is kept', async () => {
    await setSeed(page, 5);
    await page.getByRole('combobox', { name: 'Samples' }).selectOption('4');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('button', { name: 'Draw seed 8 earlier' }).click();
    await page.getByRole('button', { name: 'Take seed 7 out of the queue' }).click();
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible();
    const sheet = page.getByRole('region', { name: 'Samples' });
    await expect(sheet.getByRole('button', { name: 'Sample of seed 7, not drawn' })).toBeVisible();
    for (const seed of [5, 6, 8]) {
      const sample = sheet.getByRole('button', { name: `Sample of seed ${seed}`, exact: true });
      await expect(sample).toBeEnabled({ timeout: 90_000 });
    }
    await sheet.getByRole('button', { name: 'Sample of seed 5', exact: true }).click();
    await sheet.getByRole('button', { name: 'Keep this one' }).click();
    await expect(page.getByText('Seed 5 is kept')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Open the run of .*seed 6$/ })).toHaveCount(0);
  });

  await test.step('the history, after a reload', async () => {
    await page.reload();
    await page.getByRole('link', { name: 'History', exact: true }).click();
    const run = page.getByRole('button', { name: /^Open the run of .*seed 123456$/ });
    const others = page.getByRole('button', { name: /^Open the run of .*seed (5|6|8)$/ });
    await page.getByRole('searchbox', { name: 'Search the history' }).fill('123456');
    await expect(others).toHaveCount(0);
    await page.getByRole('button', { name: 'Star the run of seed 123456' }).click();
    await page.getByRole('searchbox', { name: 'Search the history' }).fill('');
    await expect(others).not.toHaveCount(0);
    await page.getByRole('button', { name: 'Starred only' }).click();
    await expect(others).toHaveCount(0);
    const choose = async (item: string) => {
      await page.getByRole('button', { name: /^More for .*seed 123456$/ }).click();
      await page.getByRole('menuitem', { name: new RegExp(`^${item}`) }).click();
    };
    await choose('Delete');
    await expect(run).toHaveCount(0);
    await page
      .getByText('1 run deleted.')
      .locator('..')
      .locator('..')
      .getByRole('button', { name: 'Undo' })
      .click();
    await choose('Reuse seed');
    await expect(page.getByText('Seed 123456 is set and kept.')).toBeVisible();
    await run.click();
    await expect.poll(() => resultPixels(page)).toBe(picture);
    await expect.poll(() => layoutPixels(page)).toBe(layout);
  });
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
    await test.step('runs wait in line; commands, theme and language are in reach of a finger', async () => {
      await page.getByRole('combobox', { name: 'Samples' }).selectOption('6');
      await page.getByRole('button', { name: 'Generate', exact: true }).tap();
      await expect(page.getByRole('region', { name: 'Queue' })).toContainText(/runs? waits?/);
      // The last in line, which is still waiting however quick the first ones are.
      await page.getByRole('button', { name: 'Take seed 36 out of the queue' }).tap();
      await page.getByRole('button', { name: 'Search all commands' }).tap();
      await page.getByRole('combobox', { name: 'Find a command' }).fill('keyboard');
      await page.getByRole('dialog').getByRole('option').first().tap();
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
      const more = async (now: string, item: string) => {
        await page.getByRole('button', { name: now, exact: true }).tap();
        await page.getByRole('menuitemradio', { name: item }).tap();
      };
      await more('More', 'Dark');
      await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
      await more('More', 'Deutsch');
      await expect(page.getByRole('button', { name: 'Erzeugen', exact: true })).toBeVisible();
      await more('Mehr', 'English');
      await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden({ timeout: 90_000 });
    });
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
    await expect(other.getByText(/runs? added to the history\./)).toBeVisible();
    await other.getByRole('link', { name: 'History', exact: true }).click();
    await expect(other.getByRole('button', { name: /^Open the run of .*seed 31$/ })).toBeVisible();
    await context.close();
  });
});

/** Three colours, none of them the palette's. */
function paintedPicture(): Uint8Array {
  const colours = [
    [0xf0, 0xe0, 0x40],
    [0x20, 0x90, 0x30],
    [0x30, 0x40, 0xd0],
  ];
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => colours[Math.floor(i / 4096)][i % 3]);
  return encode({ width: 64, height: 64, channels: 3, data });
}

/** Label ids without any order. */
function noise(): Uint8Array {
  let state = 1;
  const data = Uint8Array.from({ length: 256 * 256 }, () => (state = (state * 48271) % 2147483647) & 7);
  return encode({ width: 256, height: 256, channels: 1, data });
}
