import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

import { type APIRequestContext, expect, type Page, test } from 'playwright/test';

import { generate, resultPixels, setSeed } from './support/page.ts';
import { plainHost } from './support/plainHost.ts';

const DIST = process.env.E2E_DIST ?? 'dist';
/** The tests' tiny model beside the shipped ones. */
const EXTRA = 'test-results';
/** Where the host's next build appears. */
const NEXT = 'test-results/next-build';

test.use({ serviceWorkers: 'allow' });

test('opened once, it can be installed, updates when told to, and generates without a network, from a sub-path', async ({
  page,
  request,
}) => {
  await rm(NEXT, { recursive: true, force: true });
  const host = await plainHost('/some/folder/', [NEXT, DIST, EXTRA]);
  await page.goto(`${host.url}?backend=wasm&model=models/tiny/`);
  const button = page.getByRole('button', { name: 'Generate', exact: true });
  await expect(button).toBeEnabled({ timeout: 90_000 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await setSeed(page, 12);
  await generate(page);
  const online = await resultPixels(page);

  await canBeInstalled(page, request);

  // The host gets another build, the page hears of it, and the network goes before anybody presses Reload.
  const worker = await readFile(`${DIST}/sw.js`, 'utf8');
  await mkdir(NEXT, { recursive: true });
  await writeFile(
    `${NEXT}/sw.js`,
    worker.replace('\\"version\\":\\"', (found) => `${found}next-`),
  );
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const update = page.getByRole('status').filter({ hasText: 'A newer Tessera is here.' });
  await expect(update).toBeVisible();
  await host.stop();
  await page.context().setOffline(true);
  // On a phone first.
  await page.setViewportSize({ width: 390, height: 844 });
  await Promise.all([
    page.waitForEvent('load'),
    update.getByRole('button', { name: 'Reload', exact: true }).click(),
  ]);
  const kept = await page.evaluate(() => caches.keys());
  expect(kept.filter((name) => name.startsWith('tessera-shell'))).toEqual([
    expect.stringContaining(' next-'),
  ]);
  await expect(button).toBeEnabled({ timeout: 90_000 });
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue(/models\/tiny\//);
  await page.getByRole('button', { name: 'Example: Coast' }).click();
  await generate(page);
  expect(await resultPixels(page)).toBe(online);
  // What is fetched only where it is needed is there as well.
  await page.setViewportSize({ width: 1280, height: 800 });
  await setSeed(page, 13);
  await generate(page);
  expect(await resultPixels(page)).not.toBe(online);
  await setSeed(page, 12);
  await generate(page);
  expect(await resultPixels(page)).toBe(online);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await expect(page.getByRole('button', { name: 'Erzeugen', exact: true })).toBeVisible();
});

async function canBeInstalled(page: Page, request: APIRequestContext): Promise<void> {
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
}
