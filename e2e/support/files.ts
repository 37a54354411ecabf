/** A run that is drawn to be taken out of the page and brought in again. */
import { readFile } from 'node:fs/promises';

import { expect, type Page } from 'playwright/test';

import type { Device } from './devices.ts';
import { generate, openStudio, setSeed } from './page.ts';

/**
 * Draws an example with a tiny model. Nothing may move under the eye or the finger while it is drawn, and what is said
 * begins and ends with it.
 */
export async function drawIsland(page: Page, device: Device, seed: number): Promise<void> {
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  await device.press(page.getByRole('button', { name: 'Example: Island' }));
  await setSeed(page, seed);
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.9');
  await page.evaluate(watch);
  await generate(page);
  const seen = await page.evaluate(() => {
    const { shifted, said } = window as unknown as Watched;
    return { shifted, said };
  });
  expect(seen.shifted).toBeLessThan(0.001);
  expect(seen.said.map((one) => /[A-Z][a-z]+$/.exec(one)?.[0])).toEqual(
    expect.arrayContaining(['Generating', 'Finished']),
  );
}

interface Watched {
  readonly shifted: number;
  readonly said: readonly string[];
}

/**
 * Runs inside the page: sums up the layout shifts while a run is drawn that no input explains, as browsers score them, and
 * takes down what the live region says.
 */
function watch(): void {
  const seen = Object.assign(window, { shifted: 0, said: [] as string[] });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[]) {
      const drawing = document.querySelector('[role="progressbar"][aria-label="Generating"]');
      if (drawing && !entry.hadRecentInput) seen.shifted += entry.value;
    }
  }).observe({ type: 'layout-shift' });
  const region = document.querySelector('[role="status"][aria-label="Status"]')!;
  new MutationObserver(() => seen.said.push(region.textContent ?? '')).observe(region, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}

/** The file that a press gives. */
export async function saved(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return readFile(await download.path());
}

/** An item of the menu of exports. */
export async function chooseExport(page: Page, device: Device, item: string): Promise<void> {
  await device.press(page.getByRole('button', { name: 'More exports' }));
  await device.press(page.getByRole('menuitem', { name: new RegExp(`^${item}`) }));
}

/** Picks a file in the browser's dialog. */
export async function pick(
  page: Page,
  press: () => Promise<void>,
  name: string,
  data: Uint8Array,
): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press()]);
  await chooser.setFiles({ name, mimeType: 'image/png', buffer: Buffer.from(data) });
}

/** Pastes what is on the clipboard: by keys, or by a command where there are none. */
export async function paste(page: Page, device: Device): Promise<void> {
  if (device.name === 'on a desk') {
    await page.keyboard.press('Control+v');
    return;
  }
  await device.press(page.getByRole('button', { name: 'Search all commands' }));
  await page.getByRole('combobox', { name: 'Find a command' }).fill('paste');
  await device.press(page.getByRole('dialog').getByRole('option').first());
}

export const copyText = (page: Page, text: string): Promise<void> =>
  page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
