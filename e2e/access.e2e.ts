import { encode } from 'fast-png';
import { expect, test, type Page } from 'playwright/test';

import { encodeLink } from '../src/studio/share/shareLink.ts';
import { expectAccessible } from './support/axe.ts';
import { drop } from './support/drop.ts';
import { generate, openStudio } from './support/page.ts';
import { shiftsSeen, watchShifts } from './support/shifts.ts';

// Many looks at many places, each of them patient.
test.setTimeout(300_000);

/** A picture of so many colours that it is no painted layout. */
const PHOTO = encode({
  width: 48,
  height: 32,
  channels: 3,
  data: Uint8Array.from({ length: 48 * 32 * 3 }, (_, i) => (i * 7919) % 251),
});
/** A link to a model of another host. */
const LINK = encodeLink({
  model: { id: 'elsewhere', name: 'Elsewhere', url: 'https://weights.example/elsewhere/' },
  width: 256,
  height: 256,
  native: 256,
  settings: {
    kind: 'none',
    seed: 3,
    temperature: 1,
    topK: 100,
    topP: 1,
    greedy: false,
    window: 'exact',
  },
  condition: { kind: 'none' },
});

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

test('axe finds nothing on any page and state, in any theme, on a desk and on a phone', async ({ page }) => {
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  await expectAccessible(page, 'before anything is drawn');

  await test.step('who generates at once is told, and given a layout', async () => {
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('The layout is still empty.');
    await expectAccessible(page, 'nothing to draw from', 'page', 'one look');
    await page.getByRole('alert').getByRole('button', { name: 'Start from an example' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  });
  await test.step('nothing moves while a picture is drawn', async () => {
    await watchShifts(page);
    await generate(page);
    expect(await shiftsSeen(page)).toEqual([]);
  });
  await page.getByRole('combobox', { name: 'Samples' }).selectOption('4');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeVisible();
  await page.keyboard.press('Shift+Control+Enter');
  await expectAccessible(page, 'while a run is drawn and others wait');

  await test.step('dialogs and menus', async () => {
    await page.keyboard.press('?');
    await expect(dialogOf(page, 'Keyboard shortcuts')).toBeVisible();
    await expectAccessible(page, 'the help sheet', 'dialog');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(dialogOf(page, 'Command palette')).toBeVisible();
    await expectAccessible(page, 'the command palette', 'dialog');
    await page.keyboard.press('Escape');
    await drop(page, 'photo.png', 'image/png', PHOTO);
    await expect(dialogOf(page, 'Open picture')).toBeVisible();
    await expectAccessible(page, 'what a photo should become', 'dialog');
    await page.getByRole('button', { name: /^A layout, by its colours/ }).click();
    await expect(dialogOf(page, 'Colours as labels')).toBeVisible();
    await expectAccessible(page, 'colours as labels', 'dialog');
    await page.getByRole('button', { name: 'Do not import' }).click();
    await page.evaluate((hash) => (location.hash = hash), LINK);
    await expect(dialogOf(page, 'Another host')).toBeVisible();
    await expectAccessible(page, 'a link to another host', 'dialog');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden({ timeout: 90_000 });
    await page.getByRole('button', { name: 'More exports' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page, 'samples, what the link told, and the menu of exports');
    await page.keyboard.press('Escape');
  });

  await test.step('pages', async () => {
    for (const name of ['History', 'Codebook', 'Learn', 'Diagnostics', 'Library']) {
      // The diagnostics have no link in the head of the page.
      if (name === 'Diagnostics') await page.evaluate(() => (location.hash = '#/diagnostics'));
      else await page.getByRole('link', { name, exact: true }).click();
      await expect(page).toHaveTitle(new RegExp(`^${name} `));
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
      await expectAccessible(page, name);
    }
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await expectAccessible(page, 'whether a model should be deleted', 'dialog');
    await page.keyboard.press('Escape');
    const address = page.getByRole('textbox', { name: 'Model folder URL' });
    await address.fill('models/tiny/');
    await address.press('Enter');
    await expect(dialogOf(page, 'Import model')).toBeVisible();
    await expectAccessible(page, 'the import sheet', 'dialog');
    await page.keyboard.press('Escape');
  });

  await test.step('on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page, 'the Library of a phone', 'page', 'one look');
    for (const name of ['History', 'Codebook', 'Learn', 'Studio']) {
      await page.getByRole('link', { name, exact: true }).click();
      await expect(page.getByRole('main').getByRole('heading').first()).toBeAttached();
      await expectAccessible(page, `${name} of a phone`, 'page', 'one look');
      // Nothing widens the page beyond the screen.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    // The picture, smaller than what was drawn before it, takes its place without moving anything.
    await page.getByRole('combobox', { name: 'Samples' }).selectOption('1');
    await watchShifts(page);
    await generate(page);
    expect(await shiftsSeen(page)).toEqual([]);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await expectAccessible(page, 'the menu of a phone');
    await page.getByRole('menuitemradio', { name: 'High contrast' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
    await page.getByRole('button', { name: 'Search all commands' }).click();
    await expect(dialogOf(page, 'Command palette')).toBeVisible();
    await expectAccessible(page, 'the command palette of a phone', 'dialog');
  });
});
