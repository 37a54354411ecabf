import { expect, type Page, test } from 'playwright/test';

import { layoutCanvas } from './support/board.ts';
import { type Device, DEVICES } from './support/devices.ts';
import { drawIsland, pick, saved } from './support/files.ts';
import { layoutPixels, openStudio, resultPixels, setSeed, tool } from './support/page.ts';

const SEED = 123_456;

for (const device of DEVICES) {
  test.describe(device.name, () => {
    test.use(device.use);

    test('runs wait in line, finished ones are kept, and a draft outlives its page', async ({ page }) => {
      await drawIsland(page, device, SEED);
      const drawn = { layout: await layoutPixels(page), picture: await resultPixels(page) };
      await test.step('runs wait in line, change places, are taken out, and are drawn in that order', () =>
        lineUp(page, device));
      await test.step('samples stand side by side, and one is kept', () => keepOne(page, device));
      const layout = await layoutPixels(page);
      expect(layout).not.toBe(drawn.layout);

      const next = await test.step('a draft survives a reload, and on the phone a crash', () =>
        comeBack(page, device));
      await expect.poll(() => layoutPixels(next)).toBe(layout);
      await test.step('the history is searched by model and label, and shows what it takes', () =>
        search(next, device));
      await test.step('a run is starred, deleted and put back', () => starAndDelete(next, device));
      await test.step('the whole history goes out and comes in again', () => outAndIn(next, device));
      await test.step('a seed is used again, a run varied, and all of it opened', async () => {
        await choose(next, device, 'Reuse seed');
        await expect(next.getByText(`Seed ${SEED} is set and kept.`)).toBeVisible();
        await choose(next, device, 'Vary');
        await expect(next.getByText(`Seed ${SEED + 1} is in line.`)).toBeVisible();
        // It is drawn with what its model was given, and kept beside the other.
        await openHistory(next, device);
        await expect(run(next, SEED + 1)).toBeVisible({ timeout: 90_000 });
        await device.press(run(next, SEED + 1));
        await expect.poll(() => layoutPixels(next)).toBe(drawn.layout);
        expect(await resultPixels(next)).not.toBe(drawn.picture);
        await openHistory(next, device);
        await device.press(run(next, SEED));
        await expect(next.getByRole('spinbutton', { name: 'Seed' })).toHaveValue(String(SEED));
        await expect(next.getByRole('slider', { name: 'Temperature' })).toHaveValue('0.9');
        await expect.poll(() => resultPixels(next)).toBe(drawn.picture);
        await expect.poll(() => layoutPixels(next)).toBe(drawn.layout);
      });
    });
  });
}

const openHistory = (page: Page, device: Device) =>
  device.press(page.getByRole('link', { name: 'History', exact: true }));
const cards = (page: Page) => page.getByRole('list', { name: 'Runs of the history' }).getByRole('listitem');
const run = (page: Page, seed: number) =>
  page.getByRole('button', { name: new RegExp(`^Open the run of .*seed ${seed}$`) });

async function choose(page: Page, device: Device, item: string): Promise<void> {
  await device.press(page.getByRole('button', { name: new RegExp(`^More for .*seed ${SEED}$`) }));
  // All of the menu is on the screen, and nothing that is told lies over it.
  const covered = () =>
    page.getByRole('menuitem').evaluateAll((items) =>
      items.map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const seen = document.elementFromPoint(left + width / 2, top + height / 2);
        return !element.contains(seen);
      }),
    );
  await expect.poll(covered).toEqual([false, false, false, false]);
  await device.press(page.getByRole('menuitem', { name: new RegExp(`^${item}`) }));
}

/** Behind a long run, so that all of them wait: seeds 5 to 8, of which 8 is to come first and 7 not at all. */
async function lineUp(page: Page, device: Device): Promise<void> {
  const press = (name: string) => device.press(page.getByRole('button', { name, exact: true }));
  const size = page.getByRole('combobox', { name: 'Image size' });
  await size.selectOption('1024x512');
  await setSeed(page, 4);
  await press('Generate');
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible();
  await test.step('what moves by itself rests where less motion is asked for', async () => {
    await expect.poll(() => page.evaluate(moving)).not.toBe(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(() => page.evaluate(moving)).toBe(0);
    await page.emulateMedia({ reducedMotion: null });
  });
  await size.selectOption('256x256');
  // One label everywhere, which the example does not have.
  await page.getByRole('radio', { name: 'label 10', exact: true }).check({ force: true });
  await device.press(tool(page, 'Fill'));
  await press('Clear layout');
  await (await device.hand(page)).touch(layoutCanvas(page), [0.5, 0.5]);
  await setSeed(page, 5);
  await page.getByRole('combobox', { name: 'Samples' }).selectOption('4');
  const queue = page.getByRole('region', { name: 'Queue' });
  await press('Add to queue');
  await expect(queue).toContainText('4 runs wait');
  await press('Clear queue');
  await expect(queue).toBeHidden();
  await press('Add to queue');
  for (let i = 0; i < 3; i++) await press('Draw seed 8 earlier');
  await expect(page.getByRole('button', { name: 'Draw seed 8 earlier' })).toBeDisabled();
  await press('Draw seed 5 later');
  await press('Take seed 7 out of the queue');
  await expect(queue.getByRole('listitem')).toHaveText([/seed 8/i, /seed 6/i, /seed 5/i]);
  // The long run makes way.
  await press('Cancel');
  await expect(queue).toBeHidden({ timeout: 90_000 });
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden({ timeout: 90_000 });
  await openHistory(page, device);
  await expect(cards(page)).toHaveText([/Seed 5/, /Seed 6/, /Seed 8/, /Seed 123/]);
  await device.press(page.getByRole('link', { name: 'Studio', exact: true }));
}

async function keepOne(page: Page, device: Device): Promise<void> {
  const sheet = page.getByRole('region', { name: 'Samples' });
  await expect(sheet.getByRole('listitem')).toHaveCount(3);
  await device.press(sheet.getByRole('button', { name: 'Sample of seed 5', exact: true }));
  await device.press(sheet.getByRole('button', { name: 'Keep this one' }));
  await expect(page.getByText('Seed 5 is kept')).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('5');
  await expect(run(page, 6)).toHaveCount(0);
}

/** @returns the page after the one that was loaded again, or died */
async function comeBack(page: Page, device: Device): Promise<Page> {
  // What is painted is kept a moment after the last stroke, and when the page is put aside.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  if (device.name === 'on a desk') {
    await page.reload();
    return page;
  }
  const browser = await page.context().newCDPSession(page);
  void browser.send('Page.crash').catch(() => undefined);
  await page.waitForEvent('crash');
  const next = await page.context().newPage();
  await openStudio(next, { backend: 'wasm', model: 'models/tiny/' });
  return next;
}

async function search(page: Page, device: Device): Promise<void> {
  await openHistory(page, device);
  await expect(cards(page)).toHaveCount(2);
  const field = page.getByRole('searchbox', { name: 'Search the history' });
  for (const [query, seeds] of [
    ['tiny', [5, SEED]],
    ['label 10', [5]],
    ['random label', [5, SEED]],
    ['landscapes', []],
    [String(SEED), [SEED]],
  ] as const) {
    await field.fill(query);
    await expect(cards(page)).toHaveText(seeds.map((seed) => new RegExp(`Seed ${String(seed).slice(0, 3)}`)));
  }
  await field.fill('');
  const meter = page.getByRole('meter', { name: 'Storage of the history' });
  await expect(meter).toHaveAttribute('aria-valuetext', /^2 runs, [\d.]+ kB of at most 268 MB$/);
}

async function starAndDelete(page: Page, device: Device): Promise<void> {
  await device.press(page.getByRole('button', { name: `Star the run of seed ${SEED}` }));
  await device.press(page.getByRole('button', { name: 'Starred only' }));
  await expect(run(page, 5)).toHaveCount(0);
  await choose(page, device, 'Delete');
  await expect(run(page, SEED)).toHaveCount(0);
  await expect(page.getByText('No run has a star yet.')).toBeVisible();
  const told = page.getByText('1 run deleted.').locator('..').locator('..');
  await device.press(told.getByRole('button', { name: 'Undo' }));
  await expect(run(page, SEED)).toBeVisible();
  await device.press(page.getByRole('button', { name: 'Starred only' }));
}

async function outAndIn(page: Page, device: Device): Promise<void> {
  const press = (name: string) => device.press(page.getByRole('button', { name, exact: true }));
  const archive = await saved(page, () => press('Export history'));
  await choose(page, device, 'Delete');
  await expect(run(page, SEED)).toHaveCount(0);
  await press('Dismiss');
  await pick(page, () => press('Import history'), 'history.zip', archive);
  await expect(page.getByText('1 run added to the history. 1 was there already.')).toBeVisible();
  await expect(run(page, SEED)).toBeVisible();
  const star = page.getByRole('button', { name: `Star the run of seed ${SEED}` });
  await expect(star).toHaveAttribute('aria-pressed', 'true');
}

/** Runs inside the page: how many things move for longer than an eye can tell. */
function moving(): number {
  return document
    .getAnimations()
    .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration) > 10)
    .length;
}
