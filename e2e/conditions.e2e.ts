import { readFile } from 'node:fs/promises';

import { encode } from 'fast-png';
import type { Locator, Page } from 'playwright/test';
import { expect, test } from 'playwright/test';

import type { RunRecord } from '../src/core/runRecord.ts';
import { TINY_CONDITIONS } from '../tests/tiny/tinyCheckpoint.ts';
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

async function importFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import layout' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: 'image/png', buffer });
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

  // Each kind keeps what was drawn: back at the depth map, it is as it was left.
  await choose(page, 'Depth');
  expect((await recordOf(page)).condition.tokens).toEqual(floats.condition.tokens);
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
  expect((await recordOf(page)).condition.tokens).not.toEqual(one.condition.tokens);

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
