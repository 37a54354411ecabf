/** What pens and quick pointers paint, by the browser's own input. */
import { expect, type Page } from 'playwright/test';

import { chooseLabel, colourAt, layoutCanvas } from './board.ts';

type Movement = 'mousePressed' | 'mouseMoved' | 'mouseReleased';

/** A pointer over the layout canvas, in shares of its sides. */
async function pointerOn(page: Page) {
  const canvas = layoutCanvas(page);
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  const browser = await page.context().newCDPSession(page);
  return (type: Movement, x: number, y: number, pen: { force?: number; pointerType?: 'pen' } = {}) =>
    browser.send('Input.dispatchMouseEvent', {
      type,
      x: box.x + x * box.width,
      y: box.y + y * box.height,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
      ...pen,
    });
}

/** Two strokes of a pen, lightly and firmly. */
export async function byPen(page: Page): Promise<void> {
  await chooseLabel(page, 'water');
  await page.getByRole('slider', { name: 'Brush size' }).fill('60');
  const point = await pointerOn(page);
  const pen = (type: Movement, x: number, y: number, force: number) =>
    point(type, x, y, { force, pointerType: 'pen' });
  for (const [y, force] of [
    [0.25, 0.1],
    [0.7, 0.9],
  ]) {
    await pen('mousePressed', 0.2, y, force);
    for (let i = 1; i <= 6; i++) await pen('mouseMoved', 0.2 + 0.1 * i, y, force);
    await pen('mouseReleased', 0.8, y, 0);
  }
  // Lightly: a thin line; firmly: nearly the whole brush of 60 of 256 pixels.
  await expect.poll(() => colourAt(page, 0.5, 0.7)).not.toBe('empty');
  expect(await colourAt(page, 0.5, 0.25)).not.toBe('empty');
  expect(await colourAt(page, 0.5, 0.25 + 0.07)).toBe('empty');
  expect(await colourAt(page, 0.5, 0.7 + 0.07)).not.toBe('empty');
  await page.getByRole('button', { name: 'Clear layout' }).click();
}

/** While the page is busy, the browser joins what a pointer does into one event; its corners have to be painted. */
export async function coalesced(page: Page): Promise<void> {
  await page.getByRole('slider', { name: 'Brush size' }).fill('9');
  const mouse = await pointerOn(page);
  await page.evaluate(() => {
    const joined = Object.assign(window, { joined: 0 });
    window.addEventListener('pointermove', (event) => {
      joined.joined = Math.max(joined.joined, event.getCoalescedEvents().length);
    });
  });
  await mouse('mousePressed', 0.1, 0.8);
  const busy = page.evaluate(() => {
    const until = performance.now() + 400;
    while (performance.now() < until);
  });
  const corners: [number, number][] = [
    [0.3, 0.2],
    [0.5, 0.8],
    [0.7, 0.2],
    [0.9, 0.8],
  ];
  await Promise.all([busy, ...corners.map(([x, y]) => mouse('mouseMoved', x, y))]);
  await mouse('mouseReleased', 0.9, 0.8);
  expect(await page.evaluate(() => (window as unknown as { joined: number }).joined)).toBeGreaterThan(1);
  for (const [x, y] of corners) await expect.poll(() => colourAt(page, x, y)).not.toBe('empty');
  await page.getByRole('button', { name: 'Clear layout' }).click();
}
