import { expect, test } from 'playwright/test';

import { chooseLabel, colourAt, layoutCanvas, openBoard, paintedShare, zoomShown } from './support/board.ts';
import { DESK, PHONE } from './support/devices.ts';
import { tool } from './support/page.ts';

test.describe(DESK.name, () => {
  test('zooms about the pointer by wheel and keys, moves by space, and paints where the brush is', async ({
    page,
  }) => {
    await openBoard(page);
    const canvas = layoutCanvas(page);
    const box = (await canvas.boundingBox())!;
    const place = { x: box.x + 0.75 * box.width, y: box.y + 0.25 * box.height };
    await chooseLabel(page, 'water');
    await page.getByRole('slider', { name: 'Brush size' }).fill('4');

    await page.mouse.move(place.x, place.y);
    await page.keyboard.down('Control');
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect.poll(() => zoomShown(page)).toBeGreaterThan(3);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => colourAt(page, 0.75, 0.25)).not.toBe('empty');
    expect(await colourAt(page, 0.72, 0.25)).toBe('empty');

    // Space and the mouse move the picture; the same place of the page is another one of the picture then.
    const before = (await canvas.boundingBox())!;
    await page.keyboard.down(' ');
    await page.mouse.down();
    await page.mouse.move(place.x - 60, place.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up(' ');
    const after = (await canvas.boundingBox())!;
    expect(after.x - before.x).toBeCloseTo(-60, 0);
    expect(after.y - before.y).toBeCloseTo(40, 0);
    expect(await paintedShare(page)).toBeLessThan(0.001);

    // The plain wheel too, and the page stays where it is until the edge is reached.
    await page.mouse.wheel(0, -30);
    await expect.poll(async () => (await canvas.boundingBox())!.y - after.y).toBeCloseTo(30, 0);
    expect(await page.evaluate(() => scrollY)).toBe(0);

    await page.keyboard.press('+');
    await expect(page.getByRole('button', { name: 'Zoom out' })).toBeEnabled();
    await page.keyboard.press('0');
    await expect.poll(() => zoomShown(page)).toBe(1);
    await expect(page.getByRole('button', { name: 'Fit', exact: true })).toBeDisabled();
    expect((await canvas.boundingBox())!.width).toBeCloseTo(box.width, 1);
  });
});

test.describe(PHONE.name, () => {
  test.use(PHONE.use);

  test('paints with one finger, zooms and moves with two', async ({ page }) => {
    await openBoard(page);
    const canvas = layoutCanvas(page);
    await canvas.scrollIntoViewIfNeeded();
    const client = await page.context().newCDPSession(page);
    const box = (await canvas.boundingBox())!;
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({
          x: box.x + x * box.width,
          y: box.y + y * box.height,
          id,
        })),
      });

    await touch('touchStart', [0.2, 0.3]);
    for (let i = 1; i <= 5; i++) await touch('touchMove', [0.2 + 0.06 * i, 0.3]);
    await touch('touchEnd');
    await expect.poll(() => colourAt(page, 0.35, 0.3)).not.toBe('empty');
    const before = await paintedShare(page);

    await touch('touchStart', [0.4, 0.6]);
    await touch('touchStart', [0.4, 0.6], [0.6, 0.6]);
    for (let i = 1; i <= 5; i++) await touch('touchMove', [0.4 - 0.06 * i, 0.6], [0.6 + 0.06 * i, 0.6]);
    await touch('touchEnd', [0.1, 0.6]);
    await touch('touchEnd');
    await expect.poll(() => zoomShown(page)).toBeGreaterThan(2);
    expect(await paintedShare(page)).toBe(before);

    // A tap paints where it is seen to, zoomed as the picture is.
    const zoomed = (await canvas.boundingBox())!;
    const [x, y] = [0.5, 0.85];
    await touch('touchStart', [x, y]);
    await touch('touchEnd');
    const at = [
      (box.x + x * box.width - zoomed.x) / zoomed.width,
      (box.y + y * box.height - zoomed.y) / zoomed.height,
    ] as const;
    await expect.poll(() => colourAt(page, ...at)).not.toBe('empty');
    await page.getByRole('button', { name: 'Fit', exact: true }).tap();
    await expect.poll(() => zoomShown(page)).toBe(1);

    // Every control is large enough for a finger, and the tools do not widen the page.
    for (const name of ['Brush', 'Lasso', 'Pick label', 'Zoom in', 'Fit', 'Mirror left and right']) {
      const size = (await tool(page, name).boundingBox())!;
      expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(40);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
