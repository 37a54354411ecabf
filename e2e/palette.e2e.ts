import { expect, type Page, test } from 'playwright/test';

import { expectAccessible } from './support/axe.ts';
import { PHONE } from './support/devices.ts';
import { openStudio } from './support/page.ts';

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;

test('finds and does everything by typing, in two languages', async ({ page }) => {
  await openStudio(page, TINY);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  await page.keyboard.press('Control+k');
  await test.step('palette, help sheet, buttons and menus tell of the same actions and keys', () =>
    oneRegistry(page));

  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Command palette' });
  const field = dialog.getByRole('combobox', { name: 'Find a command' });
  await expect(field).toBeFocused();
  await expect(dialog.getByRole('option', { name: /^Undo/ })).toHaveAttribute('aria-disabled', 'true');

  // What cannot be done now is shown and does nothing.
  await field.fill('undo');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();

  await field.fill('library');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Library' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await field.fill('theme');
  await expect(dialog.getByRole('option')).toHaveCount(4);
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowUp');
  await expect(dialog.getByRole('option', { name: /^Dark/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await page.keyboard.press('Control+k');
  await field.fill('deutsch');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('region', { name: 'Bibliothek' })).toBeVisible();
  await expect(page).toHaveTitle('Bibliothek · Tessera');

  // It is kept, and spoken from the first paint on.
  await page.reload();
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Beispiel: Küste' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Befehl suchen' }).fill('pinsel');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expectAccessible(page, 'the studio in German', 'page', 'one look');

  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeVisible();
});

test.describe(PHONE.name, () => {
  test.use(PHONE.use);

  test('finds commands, keys, themes and languages with a finger', async ({ page }) => {
    await openStudio(page, TINY);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).tap();
    await press('Search all commands');
    const found = page.getByRole('dialog', { name: 'Command palette' }).getByRole('option');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('keyboard');
    await found.first().tap();
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();

    await press('Search all commands');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('polygon');
    await found.first().tap();
    await expect(page.getByRole('radio', { name: 'Polygon' })).toBeChecked();

    const html = page.locator('html');
    const choose = async (menu: string, item: string) => {
      await press(menu);
      await page.getByRole('menuitemradio', { name: item }).tap();
    };
    await choose('More', 'Dark');
    await expect(html).toHaveAttribute('data-scheme', 'dark');
    await choose('More', 'High contrast');
    await expect(html).toHaveAttribute('data-contrast', 'more');
    await choose('More', 'Light');
    await expect(html).toHaveAttribute('data-scheme', 'light');
    await choose('More', 'Deutsch');
    await expect(page.getByRole('button', { name: 'Erzeugen', exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Verlauf', exact: true }).tap();
    await expect(page.getByRole('heading', { name: 'Noch nichts gezeichnet' })).toBeVisible();
    await choose('Mehr', 'English');
    await expect(page.getByRole('heading', { name: 'Nothing drawn yet' })).toBeVisible();
    await page.getByRole('link', { name: 'Paint something' }).tap();
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeVisible();
  });
});

test.describe('a German browser', () => {
  test.use({ locale: 'de-DE' });

  test('is spoken to in German', async ({ page }) => {
    await page.goto('./?backend=wasm&model=models/tiny/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.getByRole('button', { name: 'Erzeugen', exact: true })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Ergebnis' })).toBeVisible();
  });
});

/** Begins with the palette open, and closes it. */
async function oneRegistry(page: Page): Promise<void> {
  const listed = await page.getByRole('dialog').evaluate((dialog) =>
    [...dialog.querySelectorAll('[role=option]')].map((option) => ({
      label: option.querySelector('.commands-label')!.textContent,
      keys: [...option.querySelectorAll('kbd')].map((key) => key.textContent),
    })),
  );
  const withKeys = listed.filter(({ keys }) => keys.length > 0);
  expect(withKeys.length).toBeGreaterThan(30);
  await page.keyboard.press('Escape');
  // An open dialog has the keys to itself.
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  const rows = await sheet.evaluate((dialog) =>
    [...dialog.querySelectorAll('.help-row')].map((row) => ({
      label: row.querySelector('dt')!.textContent,
      keys: [...row.querySelectorAll('kbd')].map((key) => key.textContent),
    })),
  );
  // Keys of single labels are told in one row.
  const told = withKeys.filter(({ keys }) => !/^\d$/.test(keys.join('')) || keys.join('') === '0');
  expect(rows).toEqual(expect.arrayContaining(told));
  expect(rows.map(({ keys }) => keys)).toContainEqual(['1', '9']);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  for (const name of ['Undo', 'Redo', 'Import layout', 'Export PNG', 'Copy link', 'Zoom in']) {
    const { keys } = withKeys.find(({ label }) => label === name)!;
    const button = page.getByRole('button', { name, exact: true });
    await expect(button).toHaveAttribute('title', `${name} (${keys.join('+')})`);
  }
  await page.getByRole('button', { name: 'More exports' }).click();
  const items = await page.getByRole('menuitem').evaluateAll((all) => all.map((one) => one.textContent));
  expect(items.length).toBeGreaterThan(3);
  for (const item of items) expect(listed.some(({ label }) => item.startsWith(label))).toBe(true);
  await page.keyboard.press('Escape');
}
