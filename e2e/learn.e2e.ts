import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, test } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('walks through the ten equations without the weights of the figures', async ({ page }) => {
  // The tiny model has drawn none of them, so they show what was recorded.
  await page.goto('./?backend=wasm&model=models/tiny/#/learn');
  await expect(page.getByRole('math')).toHaveCount(10);
  for (let number = 1; number <= 10; number++) {
    await expect(page.getByRole('math', { name: new RegExp(`^Equation ${number}:`) })).toHaveCount(1);
  }

  // Equation 2: the vector takes the code that it is moved to.
  const plane = page.getByRole('application', { name: /^Plane of all codes/ });
  await expect(plane).toBeVisible({ timeout: 60_000 });
  const taken = page.getByText(/^The vector becomes code \d+/);
  const before = await taken.textContent();
  for (let i = 0; i < 3; i++) await plane.press('Shift+ArrowLeft');
  await expect(taken).not.toHaveText(before ?? '');

  // Equation 4: every step closes the gap.
  const gap = page.getByText(/^After \d+ steps?: the gap/);
  const square = async () => Number(/square ([\d.]+)/.exec((await gap.textContent()) ?? '')?.[1]);
  const open = await square();
  await page.getByRole('button', { name: 'One step' }).click();
  await expect(gap).toHaveText(/^After 1 step:/);
  expect(await square()).toBeLessThan(open);

  // Equations 1 and 10, and the draw: the token that is picked in one figure is the one of all.
  const looked = page.getByText(/^Step of row/);
  const drawn = page.getByText(/^u picks code/);
  const [step, picked] = [await looked.textContent(), await drawn.textContent()];
  await page.getByRole('application', { name: /^Picture with the attention/ }).press('ArrowRight');
  await expect(looked).not.toHaveText(step ?? '');
  await expect(drawn).not.toHaveText(picked ?? '');
  const told = page.getByText(/^Told “/);
  const own = await told.textContent();
  await page.getByRole('radio', { name: 'Nothing', exact: true }).click();
  await expect(told).not.toHaveText(own ?? '');

  // Equation 9: shuffled tokens are harder to foretell.
  const mean = page.getByText(/nats a token on average/);
  const nats = async () => Number.parseFloat((await mean.textContent()) ?? '');
  const orderly = await nats();
  await page.getByRole('radio', { name: 'Shuffled' }).click();
  await expect.poll(nats).toBeGreaterThan(orderly + 1);

  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
});
