import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { unzipSync } from 'fflate';
import { expect, test, type Download, type Page } from 'playwright/test';

import { generate, openStudio, resultPixels } from './support/page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIDE = 16;

/** A finished picture of one window, drawn by the tiny model. */
async function drawPicture(page: Page): Promise<void> {
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await generate(page);
}

/** RGBA of the pixels of one cell of the result, as text. */
async function cellPixels(page: Page, row: number, column: number): Promise<string> {
  return page.getByRole('img', { name: 'Result canvas' }).evaluate(
    (element, [top, left]) => {
      const context = (element as HTMLCanvasElement).getContext('2d');
      return [...(context?.getImageData(left, top, 16, 16).data ?? [])].join();
    },
    [row * SIDE, column * SIDE] as const,
  );
}

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('pins a token by keyboard, reads its candidates, swaps it, undoes, and scrubs', async ({ page }) => {
  await drawPicture(page);
  const grid = page.getByRole('application', { name: 'Token grid' });
  await page.getByRole('combobox', { name: 'Overlay', exact: true }).focus();
  await grid.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight'])
    await grid.press(key);
  await grid.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Token', exact: true });
  await expect(panel).toContainText('row 3, column 4');
  await expect(panel).toContainText('draw 36 of 256');
  await expect(panel.getByText('Entropy')).toBeVisible();
  await expect(panel.getByText(/nats/).first()).toBeVisible();
  const candidates = panel.getByRole('list', { name: 'Candidates' }).getByRole('button');
  await expect(candidates).toHaveCount(12);

  // Another temperature changes the bars and leaves the picture alone.
  const finished = await resultPixels(page);
  const share = await candidates.first().textContent();
  await panel.getByRole('slider', { name: 'Look at temperature', exact: true }).fill('0.3');
  await expect(candidates.first()).not.toHaveText(share ?? '');
  expect(await resultPixels(page)).toBe(finished);
  await panel.getByRole('button', { name: /^Back to 1/ }).click();

  const other = panel.getByRole('button', { name: /^Swap to code/ }).last();
  const code = (await other.getAttribute('aria-label'))?.match(/\d+/)?.[0];
  const before = await cellPixels(page, 2, 3);
  await other.click();
  await expect(panel.getByRole('heading', { name: `Code ${code}`, exact: true })).toBeVisible();
  await expect(panel).toContainText(/kept or laid by hand/);
  await expect(page.getByText('1 edit', { exact: true })).toBeVisible();
  await expect.poll(() => cellPixels(page, 2, 3)).not.toBe(before);

  await page.getByRole('button', { name: 'Take edit back' }).click();
  await expect.poll(() => resultPixels(page)).toBe(finished);
  await page.getByRole('button', { name: 'Lay edit again' }).click();
  await expect.poll(() => resultPixels(page)).not.toBe(finished);

  // What comes after is drawn again, what came before stays.
  const above = await cellPixels(page, 0, 0);
  await panel.getByRole('button', { name: 'Draw all after it again' }).click();
  await expect(page.getByText('2 edits', { exact: true })).toBeVisible({ timeout: 60_000 });
  const drawnAgain = await resultPixels(page);

  const position = page.getByRole('slider', { name: 'Timeline position' });
  await position.fill('0');
  await expect.poll(() => cellPixels(page, 0, 0)).not.toBe(above);
  await expect.poll(async () => (await cellPixels(page, 0, 0)).replaceAll(/0|,/g, '')).toBe('');
  await position.fill('256');
  await expect.poll(() => resultPixels(page)).toBe(drawnAgain);
  await grid.press('Escape');
  await expect(panel).toBeHidden();
});

test('lays overlays with legends over the picture, and axe finds nothing', async ({ page }) => {
  await drawPicture(page);
  const overlay = page.getByRole('combobox', { name: 'Overlay', exact: true });
  const legend = page.locator('.legend');
  for (const [name, words] of [
    ['Surprise', /^0.*nats$/],
    ['Entropy', /^0.*nats$/],
    ['Probability', /%.*100 %$/],
    ['Drawing order', /first.*last \(256\)/],
    ['Window origin', /One window/],
    ['Attention', /Pin a token/],
  ] as const) {
    await overlay.selectOption(name);
    await expect(legend).toHaveText(words, { timeout: 60_000 });
  }
  await page.getByRole('application', { name: 'Token grid' }).click({ position: { x: 100, y: 100 } });
  const panel = page.getByRole('complementary', { name: 'Token', exact: true });
  await expect(panel.getByText(/on the condition/)).toBeVisible({ timeout: 60_000 });
  const mean = await panel.getByText(/on the condition/).textContent();
  await panel.getByRole('combobox', { name: 'Layer' }).selectOption('1');
  await panel.getByRole('combobox', { name: 'Head' }).selectOption('2');
  await expect(panel.getByText(/on the condition/)).not.toHaveText(mean ?? '');
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
});

test('draws a marked region again, compares, and exports the replay', async ({ page }) => {
  await drawPicture(page);
  const finished = await resultPixels(page);
  await page.getByRole('radio', { name: 'Mark a region' }).click();
  const box = await page.getByRole('application', { name: 'Token grid' }).boundingBox();
  if (!box) throw new Error('the grid is not visible');
  const at = (share: number): [number, number] => [box.x + box.width * share, box.y + box.height * share];
  await page.mouse.move(...at(0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.6), { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('6 × 6 tokens')).toBeVisible();
  await page.getByRole('button', { name: 'Draw the region again' }).click();
  await expect(page.getByRole('button', { name: 'Take edit back' })).toBeEnabled({ timeout: 60_000 });
  await expect.poll(() => resultPixels(page)).not.toBe(finished);
  await page.getByRole('button', { name: 'Compare with before' }).click();
  await page.getByRole('slider', { name: 'Comparison divider' }).fill('1');
  await page.getByRole('button', { name: 'Compare with before' }).click();

  const [stills] = await Promise.all([
    page.waitForEvent('download', { timeout: 90_000 }),
    (async () => {
      await page.getByRole('button', { name: 'Export the replay' }).click();
      await page.getByRole('menuitem', { name: /Pictures in a zip/ }).click();
    })(),
  ]);
  const files = Object.entries(unzipSync(await bytesOf(stills)));
  expect(files).toHaveLength(240);
  expect(Buffer.from(files[0][1].subarray(1, 4)).toString()).toBe('PNG');

  await page.getByRole('combobox', { name: 'Speed' }).selectOption('4');
  const [video] = await Promise.all([
    page.waitForEvent('download', { timeout: 90_000 }),
    (async () => {
      await page.getByRole('button', { name: 'Export the replay' }).click();
      await page.getByRole('menuitem', { name: /Video/ }).click();
    })(),
  ]);
  expect(video.suggestedFilename()).toMatch(/\.webm$/);
  const film = await bytesOf(video);
  expect(film.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(film.length).toBeGreaterThan(5_000);
});
