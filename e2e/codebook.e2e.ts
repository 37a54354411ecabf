import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { encode } from 'fast-png';
import { expect, test, type Page } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TINY = './?backend=wasm&model=models/tiny/';

/** The page at an address, with the vectors of the tiny model's 64 codes. */
async function openCodebook(page: Page, address = '#/codebook'): Promise<void> {
  await page.goto(`${TINY}${address}`);
  await expect(page.getByRole('img', { name: /numbers of code/ })).toBeVisible({ timeout: 90_000 });
}

const cell = (page: Page, code: number) =>
  page
    .getByRole('grid', { name: 'Codebook entries' })
    .getByRole('gridcell', { name: `Code ${code}`, exact: true });

async function axeFindsNothing(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
}

/** A picture of stripes, as a file to choose. */
function stripes(name: string, hue: number) {
  const data = Uint8Array.from({ length: 96 * 80 * 3 }, (_, i) => ((i >> 3) * (hue + (i % 3) * 40)) % 256);
  const png = encode({ width: 96, height: 80, channels: 3, depth: 8, data });
  return { name, mimeType: 'image/png', buffer: Buffer.from(png) };
}

test('walks the atlas by keyboard, opens entries, and sorts them', async ({ page }) => {
  await openCodebook(page);
  await cell(page, 5).click();
  await expect(page.getByRole('heading', { name: 'Code 5', exact: true })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, 6)).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Code 6', exact: true })).toBeVisible();
  await page.keyboard.press('Control+End');
  await expect(cell(page, 63)).toBeFocused();
  await expect(page).toHaveURL(/#\/codebook\/tiny\/63$/);

  // A neighbour on the card leads to its own card, which names the one before as near.
  const near = page.getByRole('button', { name: /^Go to code \d+, / }).first();
  const code = Number(/\d+/.exec((await near.getAttribute('aria-label')) ?? '')?.[0]);
  await near.click();
  await expect(page.getByRole('heading', { name: `Code ${code}`, exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Sort by nearness to this' }).click();
  const cells = page.getByRole('grid', { name: 'Codebook entries' }).getByRole('gridcell');
  await expect(cells.first()).toHaveAccessibleName(`Code ${code}`);
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('arrangement');
  await expect(cells).toHaveCount(64);
  await expect(cells.first()).not.toHaveAccessibleName(`Code ${code}`);
  await axeFindsNothing(page);
});

test('follows a link to an entry, and goes to a number', async ({ page }) => {
  await openCodebook(page, '#/codebook/tiny/37');
  await expect(page.getByRole('heading', { name: 'Code 37', exact: true })).toBeVisible();
  await expect(cell(page, 37)).toHaveAttribute('aria-selected', 'true');
  const go = page.getByRole('textbox', { name: 'Go to code' });
  await go.fill('12');
  await go.press('Enter');
  await expect(cell(page, 12)).toHaveAttribute('aria-selected', 'true');
});

test('gathers codes on the map by keyboard and shows them as tiles', async ({ page }) => {
  await openCodebook(page, '#/codebook/tiny/9');
  await page.getByRole('radio', { name: 'Map' }).click();
  await expect(page.getByText('Exact PCA')).toBeVisible({ timeout: 60_000 });
  const map = page.getByRole('application', { name: 'Map of the codebook' });
  await map.focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 code gathered')).toBeVisible();
  const heading = page
    .getByRole('complementary', { name: 'Selected code' })
    .getByRole('heading', { level: 2 });
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
    await page.keyboard.press(key);
    if ((await heading.textContent()) !== 'Code 9') break;
  }
  await expect(heading).not.toHaveText('Code 9');
  await page.keyboard.press('Space');
  await expect(page.getByText('2 codes gathered')).toBeVisible();
  await axeFindsNothing(page);
  await page.getByRole('button', { name: 'Show as tiles' }).click();
  const cells = page.getByRole('grid', { name: 'Codebook entries' }).getByRole('gridcell');
  await expect(cells).toHaveCount(2);
  await expect(cell(page, 9)).toBeVisible();
});

test('counts pictures, puts a photo through the codebook, and mixes two', async ({ page }) => {
  await openCodebook(page);
  await page.locator('input[aria-label="Count pictures…"]').setInputFiles(stripes('a.png', 3));
  await expect(page.getByText('1 picture at hand')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('combobox', { name: 'Show' }).selectOption('unused');
  const cells = page.getByRole('grid', { name: 'Codebook entries' }).getByRole('gridcell');
  await expect.poll(() => cells.count()).toBeLessThan(64);

  await page.getByRole('radio', { name: 'Reconstruct' }).click();
  await page.locator('input[aria-label="Choose a photo…"]').setInputFiles(stripes('a.png', 3));
  await expect(page.getByRole('img', { name: 'Reconstruction', exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.locator('dl')).toContainText(/PSNR\s*\d+\.\d\d dB/);
  await expect(page.getByRole('img', { name: /Difference of photo/ })).toBeVisible();
  await page.locator('input[aria-label="Second photo"]').setInputFiles(stripes('b.png', 7));
  const mixed = page.getByRole('img', { name: 'Mixed picture' });
  await expect(mixed).toBeVisible({ timeout: 60_000 });
  const pixels = () => mixed.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await pixels();
  await page.getByRole('slider', { name: 'Mix' }).fill('1');
  await expect.poll(pixels).not.toBe(before);
  await axeFindsNothing(page);
});
