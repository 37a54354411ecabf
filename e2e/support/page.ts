import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';

import { computingWorker } from './computingWorker.ts';

/** The studio on a backend and a model, ready to generate. */
export async function openStudio(
  page: Page,
  options: { backend?: 'webgpu' | 'wasm'; model?: string; base?: string } = {},
): Promise<void> {
  const query = new URLSearchParams();
  if (options.backend) query.set('backend', options.backend);
  if (options.model) query.set('model', options.model);
  await page.goto(`${options.base ?? './'}?${query}`);
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled({ timeout: 90_000 });
}

/** Drags the mouse across a canvas; points are shares of its width and height. */
export async function drag(page: Page, canvas: Locator, points: [number, number][]): Promise<void> {
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the canvas is not visible');
  const at = ([x, y]: [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
  await page.mouse.up();
}

/** Paints a sky above and another label below, by mouse, so that nothing is left empty. */
export async function paintLayout(page: Page, labels: [string, string]): Promise<void> {
  const canvas = page.getByRole('img', { name: 'Layout canvas' });
  await page.getByRole('radio', { name: labels[0], exact: true }).check({ force: true });
  await tool(page, 'Fill').click();
  await canvas.click();
  await page.getByRole('radio', { name: labels[1], exact: true }).check({ force: true });
  await tool(page, 'Brush').click();
  await page.getByRole('slider', { name: 'Brush size' }).fill('64');
  await drag(page, canvas, [
    [0.02, 0.75],
    [0.5, 0.7],
    [0.98, 0.8],
    [0.5, 0.95],
    [0.02, 0.95],
  ]);
}

/** A tool, which is a radio or a button with a pressed state. */
export function tool(page: Page, name: string): Locator {
  return page.getByRole('radio', { name, exact: true }).or(page.getByRole('button', { name, exact: true }));
}

export async function setSeed(page: Page, seed: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: 'Seed' });
  await field.fill(String(seed));
  await field.press('Tab');
}

/** The pixels of the result canvas, as a data URL. */
export async function resultPixels(page: Page): Promise<string> {
  return page.getByRole('img', { name: 'Result canvas' }).evaluate((element) => {
    const canvas = element instanceof HTMLCanvasElement ? element : element.querySelector('canvas');
    if (!canvas) throw new Error('no canvas');
    return canvas.toDataURL('image/png');
  });
}

/** The pixels of the painted layout, as a data URL. */
export async function layoutPixels(page: Page): Promise<string> {
  return page.getByRole('img', { name: 'Layout canvas' }).evaluate((element) => {
    const canvas = element instanceof HTMLCanvasElement ? element : element.querySelector('canvas');
    if (!canvas) throw new Error('no canvas');
    return canvas.toDataURL('image/png');
  });
}

/** An error that nobody catches, in the worker that computes. */
export async function crashWorker(page: Page): Promise<void> {
  await computingWorker(page).evaluate(() => {
    setTimeout(() => {
      throw new Error('out of luck');
    });
  });
}

/** The site lists this model of the tests alone, so that a visit which is about another one begins quickly. */
export async function listOnly(page: Page, id: string, name = id): Promise<void> {
  await page.route('**/models/index.json', (route) =>
    route.fulfill({ json: { models: [{ id, name, description: name, url: `models/${id}/` }] } }),
  );
}

/** Presses Generate and waits for the end of the run. */
export async function generate(page: Page, timeout = 120_000): Promise<void> {
  // A tiny model may be done between two looks from outside, so the bar is watched from inside the page.
  await page.evaluate((limit) => {
    const bar = () => document.querySelector('[role="progressbar"][aria-label="Generating"]');
    const ran = new Promise<void>((resolve, reject) => {
      let seen = false;
      const observer = new MutationObserver(() => {
        if (bar()) seen = true;
        else if (seen) resolve();
      });
      observer.observe(document.body, { childList: true, subtree: true });
      setTimeout(() => reject(new Error('no run began and ended')), limit);
    });
    Object.assign(window, { ran });
  }, timeout);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.evaluate(() => (window as unknown as { ran: Promise<void> }).ran);
  await expect(page.getByRole('alert')).toHaveCount(0);
}
