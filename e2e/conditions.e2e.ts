import { readFile } from 'node:fs/promises';

import { decode, encode } from 'fast-png';
import type { Locator, Page } from 'playwright/test';
import { expect, test } from 'playwright/test';

import { JOINTS } from '../src/conditioning/pose.ts';
import type { RunRecord } from '../src/core/runRecord.ts';
import { TINY_CONDITIONS } from '../tests/tiny/tinyCheckpoint.ts';
import { drag, generate, layoutPixels, openStudio, setSeed } from './support/page.ts';
import { seen } from './support/seen.ts';

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

/** A gray picture of half a window. */
function grayPng(value: (x: number, y: number) => number): Buffer {
  const [width, height] = [256, 128];
  const data = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return Buffer.from(encode({ width, height, channels: 1, data, depth: 8 }));
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

/** How much the result changes across the edges on the layout canvas, and how much beside them. */
async function changeAtEdges(page: Page): Promise<{ on: number; off: number }> {
  const edges = await layoutCanvas(page).elementHandle();
  return page.getByRole('img', { name: 'Result canvas' }).evaluate((element, drawn) => {
    const read = (canvas: HTMLCanvasElement) =>
      canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const { data, width, height } = read(element as HTMLCanvasElement);
    const lines = read(drawn as unknown as HTMLCanvasElement).data;
    const light = (i: number) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2];
    const [sums, counts] = [
      [0, 0],
      [0, 0],
    ];
    for (let y = 2; y < height - 2; y++) {
      for (let x = 2; x < width - 2; x++) {
        const i = y * width + x;
        const on = lines[4 * i] > 128 ? 1 : 0;
        sums[on] +=
          Math.abs(light(i + 2) - light(i - 2)) + Math.abs(light(i + 2 * width) - light(i - 2 * width));
        counts[on]++;
      }
    }
    return { on: sums[1] / counts[1], off: sums[0] / counts[0] };
  }, edges);
}

async function chooseSize(page: Page, size: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Image size' });
  if (size === '256x256') {
    await field.selectOption(size);
    return;
  }
  await field.selectOption({ label: 'Custom…' });
  for (const [i, side] of ['Width', 'Height'].entries()) {
    await page.getByLabel(side, { exact: true }).fill(size.split('x')[i]);
    await page.getByLabel(side, { exact: true }).press('Tab');
  }
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

test('each kind is drawn, imported or chosen, and its tokens reach the transformer', async ({ page }) => {
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
  const asImported = await layoutPixels(page);
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
  expect(await layoutPixels(page)).toBe(asImported);

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

/** Places on arms, legs and trunk as the skeleton has them, in pixels. */
async function placesOnLimbs(page: Page): Promise<[x: number, y: number][]> {
  const labels = await page.locator('.joint').evaluateAll((all) => all.map((one) => one.ariaLabel ?? ''));
  const joints = labels.map((label) => (label.match(/\d+/g) ?? []).map(Number));
  const pairs = [
    ['neck', 'rightHip'],
    ['neck', 'leftHip'],
    ['rightShoulder', 'rightElbow'],
    ['rightElbow', 'rightWrist'],
    ['leftShoulder', 'leftElbow'],
    ['leftElbow', 'leftWrist'],
    ['rightHip', 'rightKnee'],
    ['rightKnee', 'rightAnkle'],
    ['leftHip', 'leftKnee'],
    ['leftKnee', 'leftAnkle'],
  ] as const;
  return pairs.flatMap(([from, to]) =>
    [0.25, 0.5, 0.75].map((share): [number, number] => {
      const [a, b] = [joints[JOINTS.indexOf(from)], joints[JOINTS.indexOf(to)]];
      return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    }),
  );
}

/** Share of the places where the result shows something else than the room at the sides of the same row. */
async function standingOut(page: Page, places: [number, number][]): Promise<number> {
  return page.getByRole('img', { name: 'Result canvas' }).evaluate((element, all) => {
    const context = (element as HTMLCanvasElement).getContext('2d')!;
    const at = (x: number, y: number) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data];
    const differs = (a: number[], b: number[]) =>
      Math.max(...[0, 1, 2].map((c) => Math.abs(a[c] - b[c]))) > 28;
    const out = all.filter(([x, y]) => [8, 248].every((side) => differs(at(x, y), at(side, y))));
    return out.length / all.length;
  }, places);
}

test('a figure is drawn where the pose is: dragged, moved by keys, imported and exported', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openStudio(page, { backend: 'wasm', model: 'models/figures/' });
  await setSeed(page, 3);
  const wrist = page.getByRole('button', { name: /^Right wrist, \d/ });
  const standing = await recordOf(page);
  expect(standing.condition).toMatchObject({ kind: 'pose', height: 16, width: 16 });
  const limbs = await placesOnLimbs(page);
  expect(await standingOut(page, limbs)).toBeGreaterThan(0.8);
  // The same skeleton beside the figure lies in the empty room.
  expect(
    await standingOut(
      page,
      limbs.map(([x, y]) => [x > 128 ? x - 110 : x + 110, y]),
    ),
  ).toBeLessThan(0.5);

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
  expect(await standingOut(page, await placesOnLimbs(page))).toBeGreaterThan(0.75);

  const keypoints = await downloadOf(page, 'Export keypoints');
  const posed = await layoutPixels(page);
  await page.getByRole('button', { name: 'Reset pose' }).click();
  await expect.poll(() => layoutPixels(page)).not.toBe(posed);
  await importFile(page, 'pose.json', keypoints, 'Import keypoints');
  await expect(page.getByText('pose.json is on the canvas.')).toBeVisible();
  await expect.poll(() => layoutPixels(page)).toBe(posed);
  await importFile(page, 'nobody.json', Buffer.from('{"people":[]}'), 'Import keypoints');
  await expect(page.getByRole('alert')).toContainText('holds no person');

  // What was posed is still there after a reload.
  await page.reload();
  await expect(wrist).toHaveAttribute('aria-label', /across, (69|70|71) down$/);
});

test('with the shipped model, pictures answer what they were told', async ({ page }) => {
  test.setTimeout(400_000);
  await openStudio(page, { backend: 'wasm', model: 'models/landscapes/' });
  // Half a window, the smallest picture there is.
  await chooseSize(page, '256x128');
  await setSeed(page, 3);

  await choose(page, 'Low resolution');
  await importFile(page, 'photo.png', photoPng(0));
  await generate(page, 200_000);
  // The disc of the photo is bright and what is around it is dark.
  const disc = await seen(page, 0.4, 0.15, 0.6, 0.55);
  expect(disc.light).toBeGreaterThan(60 + (await seen(page, 0.02, 0.5, 0.2, 0.98)).light);

  await choose(page, 'Depth');
  // Far on the left, and on the right a ground that comes nearer.
  const near = (x: number, y: number) => (x >= 128 && y > 40 ? Math.min(255, 60 + (y - 40) * 2.2) : 0);
  await importFile(page, 'ground.png', grayPng(near));
  await generate(page, 200_000);
  // Ground lies where it is near, sky where it is far.
  const far = await seen(page, 0, 0.4, 0.5, 1);
  expect(far.light).toBeGreaterThan(30 + (await seen(page, 0.5, 0.4, 1, 1)).light);

  await choose(page, 'Edges');
  await importFile(
    page,
    'horizon.png',
    grayPng((_, y) => (y > 70 ? Math.min(255, 80 + (y - 70) * 3) : 0)),
  );
  await expect(page.getByText(/Found in horizon\.png/)).toBeVisible();
  await generate(page, 200_000);
  // The picture has a horizon where the line is.
  const change = await changeAtEdges(page);
  expect(change.on).toBeGreaterThan(1.5 * change.off);

  await choose(page, 'Class');
  const light: number[] = [];
  for (const name of ['snow', 'forest']) {
    await page.getByRole('radio', { name, exact: true }).click();
    await generate(page, 200_000);
    light.push((await seen(page, 0, 0, 1, 1)).light);
  }
  // The same numbers from the same seed: snow is light, a forest is dark.
  expect(light[0]).toBeGreaterThan(60 + light[1]);

  // Its left half is kept, token for token, and the right half is drawn from nothing told, in two ways.
  await importFile(page, 'photo.png', photoPng(60), 'Complete a photo');
  await page.getByRole('button', { name: 'Keep left half' }).click();
  await expect(page.getByText('Generate draws 64 of 128 cells')).toBeVisible({ timeout: 120_000 });
  await choose(page, 'None');
  const first = await recordOf(page);
  expect((await seen(page, 0.5, 0, 1, 1)).variety).toBeGreaterThan(6);
  await setSeed(page, 77);
  const second = await recordOf(page);
  const half = (record: RunRecord, left: boolean) =>
    record.tokens.filter((_, cell) => cell % 16 < 8 === left);
  expect(half(second, true)).toEqual(half(first, true));
  expect(half(second, false)).not.toEqual(half(first, false));
  await page.getByRole('button', { name: 'Let go of the photo' }).click();

  // What is told to lie above is sky, and what is told to lie below is land.
  await chooseSize(page, '256x256');
  await choose(page, 'Coordinates');
  await page.getByRole('slider', { name: 'Guidance' }).fill('0');
  await setSeed(page, 1);
  await generate(page, 200_000);
  const [above, below] = [await seen(page, 0, 0, 1, 0.33), await seen(page, 0, 0.67, 1, 1)];
  expect(above.light).toBeGreaterThan(40 + below.light);
  expect(above.blue - above.red).toBeGreaterThan(40 + below.blue - below.red);
});
