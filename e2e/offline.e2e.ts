import { expect, test } from 'playwright/test';

import { generate, resultPixels, setSeed } from './support/page.ts';
import { plainHost } from './support/plainHost.ts';

const DIST = process.env.E2E_DIST ?? 'dist';
/** The tests' tiny model beside the shipped ones. */
const EXTRA = 'test-results';

test.use({ serviceWorkers: 'allow' });

test('opened once, it generates without a network, from a sub-path of a plain host', async ({ page }) => {
  const host = await plainHost('/some/folder/', [DIST, EXTRA]);
  await page.goto(`${host.url}?backend=wasm&model=models/tiny/`);
  const button = page.getByRole('button', { name: 'Generate', exact: true });
  await expect(button).toBeEnabled({ timeout: 90_000 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await setSeed(page, 12);
  await generate(page);
  const online = await resultPixels(page);

  await host.stop();
  await page.context().setOffline(true);
  // On a phone from here on.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(button).toBeEnabled({ timeout: 90_000 });
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue(/models\/tiny\//);
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await generate(page);
  expect(await resultPixels(page)).toBe(online);
  // What is fetched only where it is needed is there as well.
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await expect(page.getByRole('button', { name: 'Erzeugen', exact: true })).toBeVisible();
});

test('can be installed', async ({ page, request }) => {
  await page.goto('./');
  const manifest = await page
    .locator('link[rel=manifest]')
    .evaluate((link) => (link as HTMLLinkElement).href);
  const answer = (await (await request.get(manifest)).json()) as {
    readonly start_url: string;
    readonly display: string;
    readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose?: string }[];
  };
  expect(answer).toMatchObject({ start_url: './', display: 'standalone' });
  for (const size of ['192x192', '512x512']) {
    expect(answer.icons.some((icon) => icon.sizes === size && !icon.purpose)).toBe(true);
  }
  for (const { src } of answer.icons) {
    expect((await request.get(new URL(src, manifest).href)).headers()['content-type']).toMatch(/^image\//);
  }
});
