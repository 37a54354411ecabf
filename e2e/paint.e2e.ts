import type { Locator, Page } from 'playwright/test';
import { expect, test } from 'playwright/test';

import { drag, tool } from './support/page.ts';

/** The studio without models and recorded runs: painting needs neither, and takes the palette of the examples. */
async function openBoard(page: Page): Promise<void> {
  await page.route(/\/(models|runs)\//, (route) => route.abort());
  await page.goto('./?backend=wasm');
  await expect(page.getByRole('radio', { name: 'water', exact: true })).toBeVisible();
}

function layoutCanvas(page: Page): Locator {
  return page.getByRole('img', { name: 'Layout canvas' });
}

/** Colour of the layout at a place, as shares of its size; `empty` where nothing is painted. */
async function colourAt(page: Page, x: number, y: number): Promise<string> {
  return layoutCanvas(page).evaluate(
    (element, [across, down]) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas
        .getContext('2d')!
        .getImageData(Math.floor(across * canvas.width), Math.floor(down * canvas.height), 1, 1);
      return data[3] === 0 ? 'empty' : `${data[0]},${data[1]},${data[2]}`;
    },
    [x, y],
  );
}

/** Pixels of the layout that are painted, as a share. */
async function paintedShare(page: Page): Promise<number> {
  return layoutCanvas(page).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) painted++;
    return painted / (data.length / 4);
  });
}

async function choose(page: Page, label: string): Promise<void> {
  await page.getByRole('radio', { name: label, exact: true }).check({ force: true });
}

/** The picture's zoom, as the view's controls tell it. */
async function zoomShown(page: Page): Promise<number> {
  const shown = await page.getByRole('group', { name: 'View' }).textContent();
  return Number.parseFloat(shown ?? '');
}

test('paints by mouse and by keys: shapes, fills, mirrors, zoom', async ({ page }) => {
  await openBoard(page);
  const canvas = layoutCanvas(page);

  await test.step('paints by keys alone, and says where', async () => {
    await choose(page, 'water');
    await page.getByRole('slider', { name: 'Brush size' }).fill('12');
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.down(' ');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.up(' ');
    await expect.poll(() => colourAt(page, 0.7, 0.5)).not.toBe('empty');
    const said = page.locator('.visually-hidden[aria-live]').filter({ hasText: /column/ });
    await expect(said).toContainText(/water, column \d+, row \d+/);

    await page.keyboard.press('u');
    await page.keyboard.press(' ');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await expect.poll(() => paintedShare(page)).toBeGreaterThan(0.02);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => paintedShare(page)).toBe(0);
  });

  await test.step('draws lines, rectangles, polygons and lassos, previews them and gives them up', async () => {
    await page.getByRole('slider', { name: 'Brush size' }).fill('48');

    await tool(page, 'Rectangle').click();
    await drag(page, canvas, [
      [0.1, 0.1],
      [0.4, 0.3],
    ]);
    await expect.poll(() => paintedShare(page)).toBeCloseTo(0.06, 2);

    // A polygon by its corners; the first one closes it. Escape gives another one up.
    await page.keyboard.press('y');
    await expect(tool(page, 'Polygon')).toBeChecked();
    const box = (await canvas.boundingBox())!;
    const click = (x: number, y: number) => page.mouse.click(box.x + x * box.width, box.y + y * box.height);
    await click(0.6, 0.6);
    await click(0.9, 0.6);
    await click(0.9, 0.9);
    await expect.poll(() => colourAt(page, 0.85, 0.7)).not.toBe('empty');
    await click(0.6, 0.6);
    const before = await paintedShare(page);
    await click(0.2, 0.6);
    await click(0.4, 0.9);
    await page.keyboard.press('Escape');
    await expect.poll(() => paintedShare(page)).toBeCloseTo(before, 5);

    await tool(page, 'Lasso').click();
    await drag(page, canvas, [
      [0.1, 0.6],
      [0.4, 0.6],
      [0.4, 0.9],
      [0.1, 0.9],
    ]);
    await expect.poll(() => colourAt(page, 0.25, 0.75)).not.toBe('empty');

    // Every shape is one step.
    for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => paintedShare(page)).toBe(0);
    await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

    // In the mirror, both ways.
    await page.getByRole('button', { name: 'Mirror left and right' }).click();
    await page.getByRole('button', { name: 'Mirror top and bottom' }).click();
    await tool(page, 'Line').click();
    await drag(page, canvas, [
      [0.1, 0.2],
      [0.3, 0.2],
    ]);
    for (const [x, y] of [
      [0.2, 0.2],
      [0.8, 0.2],
      [0.2, 0.8],
      [0.8, 0.8],
    ]) {
      await expect.poll(() => colourAt(page, x, y)).not.toBe('empty');
    }

    await page.getByRole('button', { name: 'Mirror left and right' }).click();
    await page.getByRole('button', { name: 'Mirror top and bottom' }).click();
    await page.getByRole('button', { name: 'Clear layout' }).click();
    await tool(page, 'Brush').click();
  });

  await test.step('fill stops at gaps that are to be closed', async () => {
    await choose(page, 'mountain');
    await page.getByRole('slider', { name: 'Brush size' }).fill('9');
    // An outline that is left open for some ten pixels.
    await drag(page, canvas, [
      [0.47, 0.3],
      [0.2, 0.3],
      [0.2, 0.8],
      [0.8, 0.8],
      [0.8, 0.3],
      [0.54, 0.3],
    ]);
    await choose(page, 'water');
    await tool(page, 'Fill').click();
    const gaps = page.getByRole('slider', { name: 'Close gaps' });
    await gaps.fill('24');
    await canvas.click();
    await expect.poll(() => colourAt(page, 0.5, 0.5)).not.toBe('empty');
    expect(await colourAt(page, 0.05, 0.05)).toBe('empty');
    await page.keyboard.press('Control+z');
    await gaps.fill('0');
    await canvas.click();
    await expect.poll(() => colourAt(page, 0.05, 0.05)).not.toBe('empty');

    await page.getByRole('button', { name: 'Clear layout' }).click();
    await tool(page, 'Brush').click();
  });

  await test.step('zooms about the pointer, moves the picture, and paints where the brush is', async () => {
    const box = (await canvas.boundingBox())!;
    const place = { x: box.x + 0.75 * box.width, y: box.y + 0.25 * box.height };
    await choose(page, 'water');
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

    await page.getByRole('button', { name: 'Clear layout' }).click();
  });
});

test.describe('with fingers', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('paints with one, zooms and moves with two', async ({ page }) => {
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
