import { expect, test, type Page } from 'playwright/test';

import {
  chooseLabel,
  colourAt,
  coloursOn,
  layoutCanvas,
  openBoard,
  overlayMarks,
  paintedShare,
} from './support/board.ts';
import { type Device, DEVICES, type Hand } from './support/devices.ts';
import { tool } from './support/page.ts';
import { byPen, coalesced } from './support/pointers.ts';

/** A canvas, who paints on it, and with what. */
interface Board {
  readonly page: Page;
  readonly device: Device;
  readonly hand: Hand;
}

for (const device of DEVICES) {
  test.describe(device.name, () => {
    test.use(device.use);

    test('paints by hand, by pen and by keys: shapes, fills, mirrors, and all of it back', async ({
      page,
    }) => {
      await openBoard(page);
      const board = { page, device, hand: await device.hand(page) };
      await test.step('paints by keys alone, and says where', () => byKeys(board));
      await test.step('draws lines, rectangles, polygons and lassos, previews them and gives them up', () =>
        shapes(board));
      await test.step('fill stops at gaps that are to be closed', () => fills(board));
      await test.step('the brush is shown before it paints', () => brushShown(board));
      await test.step('a pen paints wider when it is pressed', () => byPen(page));
      await test.step('curves between two frames are followed', () => coalesced(page));
      await test.step('every step of more than 200 is taken back and done again', () => manySteps(board));
      await test.step('a layout of 1280 x 832 has hard edges and nothing but labels', () => large(board));
    });
  });
}

const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
const redo = (page: Page) => page.getByRole('button', { name: 'Redo', exact: true });
const clear = ({ page, device }: Board) => device.press(page.getByRole('button', { name: 'Clear layout' }));
const take = ({ page, device }: Board, name: string) => device.press(tool(page, name));
const brushOf = (page: Page, size: number) =>
  page.getByRole('slider', { name: 'Brush size' }).fill(String(size));

async function byKeys({ page }: Board): Promise<void> {
  await chooseLabel(page, 'water');
  await brushOf(page, 12);
  await layoutCanvas(page).focus();
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
}

async function shapes(board: Board): Promise<void> {
  const { page, device, hand } = board;
  const canvas = layoutCanvas(page);
  await take(board, 'Brush');
  await brushOf(page, 48);

  await take(board, 'Rectangle');
  await hand.drag(canvas, [
    [0.1, 0.1],
    [0.4, 0.3],
  ]);
  await expect.poll(() => paintedShare(page)).toBeCloseTo(0.06, 2);

  // A polygon by its corners; the first one closes it. Escape, or another tool, gives another one up.
  await take(board, 'Polygon');
  await hand.touch(canvas, [0.6, 0.6]);
  await hand.touch(canvas, [0.9, 0.6]);
  await expect.poll(() => overlayMarks(page)).toBeGreaterThan(0);
  await hand.touch(canvas, [0.9, 0.9]);
  await expect.poll(() => colourAt(page, 0.85, 0.7)).not.toBe('empty');
  await hand.touch(canvas, [0.6, 0.6]);
  const before = await paintedShare(page);
  await hand.touch(canvas, [0.2, 0.6]);
  await hand.touch(canvas, [0.4, 0.9]);
  await page.keyboard.press('Escape');
  await expect.poll(() => paintedShare(page)).toBeCloseTo(before, 5);

  await take(board, 'Lasso');
  await hand.drag(canvas, [
    [0.1, 0.6],
    [0.4, 0.6],
    [0.4, 0.9],
    [0.1, 0.9],
  ]);
  await expect.poll(() => colourAt(page, 0.25, 0.75)).not.toBe('empty');

  // Every shape is one step.
  for (let i = 0; i < 3; i++) await device.press(undo(page));
  await expect.poll(() => paintedShare(page)).toBe(0);
  await expect(undo(page)).toBeDisabled();

  // In the mirror, both ways.
  const mirror = async () => {
    await device.press(page.getByRole('button', { name: 'Mirror left and right' }));
    await device.press(page.getByRole('button', { name: 'Mirror top and bottom' }));
  };
  await mirror();
  await take(board, 'Line');
  await hand.drag(canvas, [
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
  // The eraser, in the mirror too, and only where it goes.
  await take(board, 'Eraser');
  await hand.touch(canvas, [0.1, 0.2]);
  await expect.poll(() => colourAt(page, 0.1, 0.2)).toBe('empty');
  expect(await colourAt(page, 0.9, 0.8)).toBe('empty');
  expect(await colourAt(page, 0.3, 0.2)).not.toBe('empty');
  await mirror();
  await clear(board);
}

async function fills(board: Board): Promise<void> {
  const { page, hand } = board;
  const canvas = layoutCanvas(page);
  await take(board, 'Brush');
  await chooseLabel(page, 'mountain');
  await brushOf(page, 9);
  // An outline that is left open for some ten pixels.
  await hand.drag(canvas, [
    [0.47, 0.3],
    [0.2, 0.3],
    [0.2, 0.8],
    [0.8, 0.8],
    [0.8, 0.3],
    [0.54, 0.3],
  ]);
  const mountain = await colourAt(page, 0.2, 0.5);
  await chooseLabel(page, 'water');
  await take(board, 'Fill');
  const gaps = page.getByRole('slider', { name: 'Close gaps' });
  await gaps.fill('24');
  await hand.touch(canvas, [0.5, 0.5]);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).not.toBe('empty');
  expect(await colourAt(page, 0.05, 0.05)).toBe('empty');
  await page.keyboard.press('Control+z');
  await gaps.fill('0');
  await hand.touch(canvas, [0.5, 0.5]);
  await expect.poll(() => colourAt(page, 0.05, 0.05)).not.toBe('empty');

  // The label under the pipette is the one that is painted with next.
  await take(board, 'Pick label');
  await hand.touch(canvas, [0.2, 0.5]);
  await expect(page.getByRole('radio', { name: 'mountain', exact: true })).toBeChecked();
  await take(board, 'Fill');
  await hand.touch(canvas, [0.5, 0.5]);
  await expect.poll(() => colourAt(page, 0.05, 0.05)).toBe(mountain);
  await clear(board);
  await take(board, 'Brush');
}

/** Runs inside the page: the most that was ever drawn on the overlay. */
function watchOverlay(): void {
  const seen = Object.assign(window, { marks: 0, watching: true });
  const canvas = document.querySelector<HTMLCanvasElement>('.stage-cursor')!;
  const look = () => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let marks = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) marks++;
    seen.marks = Math.max(seen.marks, marks);
    if (seen.watching) requestAnimationFrame(look);
  };
  look();
}

async function brushShown(board: Board): Promise<void> {
  const { page } = board;
  // Where no pointer is, setting the size shows it in the middle for a moment.
  const most = () => page.evaluate(() => (window as unknown as { marks: number }).marks);
  await page.evaluate(watchOverlay);
  await brushOf(page, 20);
  await expect.poll(most).toBeGreaterThan(40);
  const small = await most();
  await brushOf(page, 90);
  await expect.poll(most).toBeGreaterThan(2 * small);
  await page.evaluate(() => void Object.assign(window, { watching: false }));
  await expect.poll(() => overlayMarks(page)).toBe(0);
  expect(await paintedShare(page)).toBe(0);
}

async function manySteps(board: Board): Promise<void> {
  const { page, device, hand } = board;
  const canvas = layoutCanvas(page);
  await brushOf(page, 5);
  await hand.touch(canvas, [0.02, 0.02]);
  // The rest by keys from inside the page, one dot a step: the same way as a person's keys go, and soon done.
  await canvas.evaluate((element) => {
    const key = (name: string) =>
      element.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    for (let i = 1; i <= 205; i++) {
      key(i % 16 === 0 ? 'ArrowDown' : Math.floor(i / 16) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
      key('Enter');
    }
  });
  const painted = await paintedShare(page);
  const pressAll = (name: string) =>
    page.evaluate((label) => {
      const button = document.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)!;
      let presses = 0;
      for (; !button.disabled && presses < 1000; presses++) button.click();
      return presses;
    }, name);
  await device.press(undo(page));
  await expect.poll(() => paintedShare(page)).toBeLessThan(painted);
  expect(await pressAll('Undo')).toBeGreaterThanOrEqual(200);
  await device.press(redo(page));
  expect(await pressAll('Redo')).toBeGreaterThanOrEqual(200);
  await expect.poll(() => paintedShare(page)).toBe(painted);
  await clear(board);
}

async function large(board: Board): Promise<void> {
  const { page, hand } = board;
  const canvas = layoutCanvas(page);
  await page.getByRole('combobox', { name: 'Image size' }).selectOption({ label: 'Custom…' });
  for (const [side, length] of [
    ['Width', '1280'],
    ['Height', '832'],
  ]) {
    await page.getByLabel(side, { exact: true }).fill(length);
    await page.getByLabel(side, { exact: true }).press('Tab');
  }
  await expect(canvas).toHaveJSProperty('width', 1280);
  await expect(canvas).toHaveJSProperty('height', 832);
  for (const [label, y] of [
    ['water', 0.3],
    ['mountain', 0.6],
    ['grass', 0.45],
  ] as const) {
    await chooseLabel(page, label);
    await brushOf(page, 120);
    await hand.drag(canvas, [
      [0.05, y],
      [0.5, y + 0.15],
      [0.95, y],
    ]);
  }
  // Three labels, and not one pixel of a mixture, although strokes go across each other.
  const colours = await coloursOn(page);
  expect(colours.size).toBe(3);
  for (const colour of colours.keys()) expect(colour).toMatch(/,255$/);
  // What is seen is not smoothed either.
  expect(await canvas.evaluate((element) => getComputedStyle(element).imageRendering)).toBe('pixelated');
}
