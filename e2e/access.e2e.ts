import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, test, type Page } from 'playwright/test';

import { generate, openStudio } from './support/page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What a theme can break, beside what every look has in common. */
const LOOKS = [
  { theme: 'light', colorScheme: 'light' },
  { theme: 'dark', colorScheme: 'light' },
  { theme: 'contrast', colorScheme: 'dark' },
] as const;

// Many looks at many places, each of them patient.
test.setTimeout(300_000);

async function findings(page: Page, colourOnly: boolean): Promise<readonly string[]> {
  const { violations } = await page.evaluate(
    (options) =>
      (window as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run(options),
    colourOnly ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {},
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Everything in the first look, what depends on colours in the others. */
async function expectNothing(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const found: string[] = [];
  for (const [i, { theme, colorScheme }] of LOOKS.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await page.waitForTimeout(50); // colours change over a moment even then
    for (const one of await findings(page, i > 0)) found.push(`${where}, ${theme} on ${colorScheme}: ${one}`);
  }
  expect(found).toEqual([]);
}

test('axe finds nothing on any page, in any theme', async ({ page }) => {
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await generate(page);
  for (const name of ['Studio', 'History', 'Codebook', 'Library', 'Learn', 'Diagnostics']) {
    // The diagnostics have no link in the head of the page.
    if (name === 'Diagnostics') await page.evaluate(() => (location.hash = '#/diagnostics'));
    else await page.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveTitle(name === 'Studio' ? /^Tessera/ : new RegExp(`^${name} `));
    await expect(page.getByRole('main')).toBeVisible();
    await expectNothing(page, name);
  }
});

test('axe finds nothing in dialogs, menus, while a run is drawn, and on a phone', async ({ page }) => {
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  await expectNothing(page, 'before anything is drawn');
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await page.getByRole('combobox', { name: 'Samples' }).selectOption('4');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible();
  await page.keyboard.press('Shift+Control+Enter');
  await expectNothing(page, 'while a run is drawn and others wait');
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden({ timeout: 90_000 });

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectNothing(page, 'the help sheet');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More exports' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectNothing(page, 'the menu of exports');
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 390, height: 844 });
  await expectNothing(page, 'a phone');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await expectNothing(page, 'the menu of a phone');
  await page.getByRole('menuitemradio', { name: 'High contrast' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  await page.getByRole('button', { name: 'Search all commands' }).click();
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await expectNothing(page, 'the command palette of a phone');
  await page.keyboard.press('Escape');
  // Nothing widens the page beyond the screen.
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});
