import { expect, test } from 'playwright/test';

import { expectAccessible } from './support/axe.ts';
import { openStudio } from './support/page.ts';

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;

test('finds and does everything by typing, in two languages', async ({ page }) => {
  await openStudio(page, TINY);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

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

test.describe('a German browser', () => {
  test.use({ locale: 'de-DE' });

  test('is spoken to in German', async ({ page }) => {
    await page.goto('./?backend=wasm&model=models/tiny/');
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.getByRole('button', { name: 'Erzeugen', exact: true })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Ergebnis' })).toBeVisible();
  });
});
