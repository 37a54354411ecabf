import { readFile } from 'node:fs/promises';

import { decode, encode } from 'fast-png';
import type { Locator, Page } from 'playwright/test';
import { expect, test } from 'playwright/test';

import type { RunRecord } from '../src/core/runRecord.ts';
import { TINY_CONDITIONS, TINY_POSE } from '../tests/tiny/tinyCheckpoint.ts';
import { drag, generate, openStudio } from './support/page.ts';

const SIDE = 256;
const CELLS = 256;

/** A photo with a bright disc on a slope of grays. */
function photoPng(shift: number): Buffer {
  const data = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    const inside = (x - 128 - shift) ** 2 + (y - 110) ** 2 < 3000;
    return inside ? 225 - 30 * (i % 3) : 30 + Math.floor((x + y) / 6);
  });
  return Buffer.from(encode({ width: SIDE, height: SIDE, channels: 3, data, depth: 8 }));
}

/** The reference's depth files: a float32 in the four bytes of a pixel. */
function floatDepthPng(): Buffer {
  const depth = Float32Array.from({ length: SIDE * SIDE }, (_, i) => 3.5 + Math.floor(i / SIDE) / 7);
  const data = new Uint8Array(depth.buffer);
  return Buffer.from(encode({ width: SIDE, height: SIDE, channels: 4, data, depth: 8 }));
}

function layoutCanvas(page: Page): Locator {
  return page.getByRole('img', { name: 'Layout canvas' });
}

async function choose(page: Page, kind: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Condition' }).selectOption({ label: kind });
}

async function importFile(page: Page, name: string, buffer: Buffer, button = 'Import layout'): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const mimeType = name.endsWith('.json') ? 'application/json' : 'image/png';
  await chooser.setFiles({ name, mimeType, buffer });
}

/** The file that a button offers. */
async function downloadOf(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await download.path());
}

/** Mean of the brightness of the result inside a rectangle, told in shares of its sides. */
async function brightness(
  page: Page,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Promise<number> {
  return page.getByRole('img', { name: 'Result canvas' }).evaluate(
    (element, [l, t, r, b]) => {
      const canvas = element instanceof HTMLCanvasElement ? element : element.querySelector('canvas')!;
      const [x, y] = [Math.round(l * canvas.width), Math.round(t * canvas.height)];
      const [w, h] = [Math.round((r - l) * canvas.width), Math.round((b - t) * canvas.height)];
      const { data } = canvas.getContext('2d')!.getImageData(x, y, w, h);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += data[i] + data[i + 1] + data[i + 2];
      return sum / (3 * w * h);
    },
    [left, top, right, bottom],
  );
}

/** Pixels of the canvas that are not black, as a share. */
async function lightShare(page: Page): Promise<number> {
  return layoutCanvas(page).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let light = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 8) light++;
    return light / (data.length / 4);
  });
}

/** Draws a picture and reads the record that the page exports. */
async function recordOf(page: Page): Promise<RunRecord> {
  await generate(page);
  await page.getByRole('button', { name: 'More exports' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /run record/i }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8')) as RunRecord;
}

test('each kind of condition is drawn or imported, and its tokens reach the transformer', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openStudio(page, { backend: 'wasm', model: 'models/tiny-conditions/' });

  await choose(page, 'Depth');
  await page.getByRole('radio', { name: 'Linear gradient' }).click();
  await drag(page, layoutCanvas(page), [
    [0.5, 0.3],
    [0.5, 0.95],
  ]);
  await expect.poll(() => lightShare(page)).toBeGreaterThan(0.4);
  const ramp = await recordOf(page);
  expect(ramp.condition).toMatchObject({ kind: 'depth', height: 16, width: 16 });
  const row = (record: RunRecord, at: number) => record.condition.tokens.slice(16 * at, 16 * at + 16);
  expect(row(ramp, 14)).not.toEqual(row(ramp, 2));

  // A brush changes the cells that it goes over, and undo takes that back.
  await page.getByRole('radio', { name: 'Brush', exact: true }).click();
  await drag(page, layoutCanvas(page), [
    [0.2, 0.2],
    [0.3, 0.25],
  ]);
  const painted = await recordOf(page);
  expect(row(painted, 3)).not.toEqual(row(ramp, 3));
  const brushed = await lightShare(page);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => lightShare(page)).toBeLessThan(brushed);

  await importFile(page, 'floats.png', floatDepthPng());
  await expect(page.getByText('floats.png is on the canvas.')).toBeVisible();
  const floats = await recordOf(page);
  expect(floats.condition.tokens).not.toEqual(ramp.condition.tokens);
  expect(floats.tokens).not.toEqual(ramp.tokens);
  // Its own export keeps 16 bits, and the same depth.
  const exported = decode(await downloadOf(page, 'Export depth PNG'));
  expect(exported).toMatchObject({ depth: 16, channels: 1, width: SIDE });
  expect(exported.data[SIDE * 255]).toBe(65_535);
  await page.getByRole('button', { name: 'In space' }).click();
  const relief = page.getByRole('img', { name: 'The depth map as a relief' });
  const seen = () => relief.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await page.getByRole('application', { name: 'Depth in space' }).press('Home');
  const before = await seen();
  await page.getByRole('application', { name: 'Depth in space' }).press('ArrowLeft');
  await expect.poll(seen).not.toBe(before);

  await choose(page, 'Edges');
  await drag(page, layoutCanvas(page), [
    [0.1, 0.5],
    [0.9, 0.5],
  ]);
  const line = await recordOf(page);
  expect(line.condition.kind).toBe('edges');
  expect(row(line, 8)).not.toEqual(row(line, 1));
  await importFile(page, 'photo.png', photoPng(0));
  await expect(page.getByText(/Found in photo\.png/)).toBeVisible();
  const found = await recordOf(page);
  expect(found.condition.tokens).not.toEqual(line.condition.tokens);
  expect(found.tokens).not.toEqual(line.tokens);
  // No edge is as strong as that; the disc comes back with the reference's thresholds.
  await page.getByRole('slider', { name: 'Strong edges from' }).fill('4');
  await expect.poll(() => lightShare(page)).toBe(0);
  await page.getByRole('button', { name: 'Reference values' }).click();
  await expect.poll(() => lightShare(page)).toBeGreaterThan(0);

  // Each kind keeps what was drawn: back at the depth map, it is as it was left.
  await choose(page, 'Depth');
  const again = await recordOf(page);
  expect(again.condition.tokens).toEqual(floats.condition.tokens);
  expect(again.tokens).toEqual(floats.tokens);
});

test('photos, classes and kinds with nothing to draw', async ({ page }) => {
  test.setTimeout(240_000);
  await openStudio(page, { backend: 'wasm', model: 'models/tiny-conditions/' });
  await choose(page, 'Low resolution');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('No photo is chosen yet');
  await importFile(page, 'photo.png', photoPng(0));
  await expect(page.getByText('What the model sees: 32 × 32 pixels, enlarged.')).toBeVisible();
  const one = await recordOf(page);
  expect(one.condition).toMatchObject({ kind: 'low-resolution', height: 16, width: 16 });
  await importFile(page, 'other.png', photoPng(60));
  const other = await recordOf(page);
  expect(other.condition.tokens).not.toEqual(one.condition.tokens);
  expect(other.tokens).not.toEqual(one.tokens);

  await choose(page, 'Class');
  await page.getByRole('radio', { name: 'class 3' }).click();
  expect((await recordOf(page)).condition).toEqual({
    kind: 'class',
    height: 1,
    width: CELLS,
    tokens: new Array<number>(CELLS).fill(3),
  });

  await choose(page, 'Coordinates');
  const { tokens } = (await recordOf(page)).condition;
  expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  expect(tokens.at(-1)).toBe(TINY_CONDITIONS.coordinates.codes - 1);

  await choose(page, 'None');
  expect((await recordOf(page)).condition.tokens).toEqual(
    new Array<number>(CELLS).fill(TINY_CONDITIONS.none),
  );
});

test('a pose is dragged, moved by keys, imported and exported, and the picture follows', async ({ page }) => {
  test.setTimeout(240_000);
  await openStudio(page, { backend: 'wasm', model: 'models/tiny-pose/' });
  const wrist = page.getByRole('button', { name: /^Right wrist, \d/ });
  const standing = await recordOf(page);
  expect(standing.condition).toMatchObject({ kind: 'pose', height: 16, width: 16 });
  expect(Math.max(...standing.condition.tokens)).toBeLessThan(TINY_POSE.codes);

  await expect(wrist).toHaveAttribute('aria-label', 'Right wrist, 100 across, 139 down');
  await drag(page, layoutCanvas(page), [
    [100 / 256, 139 / 256],
    [40 / 256, 60 / 256],
  ]);
  await expect(wrist).toHaveAttribute('aria-label', /^Right wrist, (39|40|41) across, (59|60|61) down$/);
  await wrist.press('Shift+ArrowDown');
  await expect(wrist).toHaveAttribute('aria-label', /across, (69|70|71) down$/);
  const raised = await recordOf(page);
  expect(raised.condition.tokens).not.toEqual(standing.condition.tokens);
  expect(raised.tokens).not.toEqual(standing.tokens);

  const keypoints = await downloadOf(page, 'Export keypoints');
  await page.getByRole('button', { name: 'Reset pose' }).click();
  await importFile(page, 'pose.json', keypoints, 'Import keypoints');
  await expect(page.getByText('pose.json is on the canvas.')).toBeVisible();
  expect((await recordOf(page)).tokens).toEqual(raised.tokens);
  await importFile(page, 'nobody.json', Buffer.from('{"people":[]}'), 'Import keypoints');
  await expect(page.getByRole('alert')).toContainText('holds no person');

  // What was posed is still there after a reload.
  await page.reload();
  await expect(wrist).toHaveAttribute('aria-label', /across, (69|70|71) down$/);
});

test('with the shipped model, pictures answer what they were told', async ({ page }) => {
  test.setTimeout(300_000);
  await openStudio(page, { backend: 'wasm', model: 'models/landscapes/' });
  await choose(page, 'Low resolution');
  await importFile(page, 'photo.png', photoPng(0));
  await generate(page, 200_000);
  // The disc of the photo is bright and what is around it is dark.
  const disc = await brightness(page, 0.38, 0.3, 0.62, 0.56);
  expect(disc).toBeGreaterThan(60 + (await brightness(page, 0.02, 0.7, 0.98, 0.98)));

  // Its left half is kept, token for token, and the right half is drawn in two ways.
  await importFile(page, 'photo.png', photoPng(60), 'Complete a photo');
  await page.getByRole('button', { name: 'Keep left half' }).click();
  await expect(page.getByText('Generate draws 128 of 256 cells')).toBeVisible({ timeout: 120_000 });
  await choose(page, 'None');
  const first = await recordOf(page);
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('77');
  await page.getByRole('spinbutton', { name: 'Seed' }).press('Tab');
  const second = await recordOf(page);
  const half = (record: RunRecord, left: boolean) =>
    record.tokens.filter((_, cell) => cell % 16 < 8 === left);
  expect(half(second, true)).toEqual(half(first, true));
  expect(half(second, false)).not.toEqual(half(first, false));
});
