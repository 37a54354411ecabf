import { expect, type Page, test } from 'playwright/test';

import { FaultServer } from './support/faultServer.ts';
import { notFinite, trainedWith } from './support/spoiltModels.ts';
import { crashWorker, generate, layoutPixels, openStudio, resultPixels, setSeed } from './support/page.ts';

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;
const bar = (page: Page) => page.getByRole('progressbar', { name: 'Generating' });

/** Starts a run and waits until a good part of it is drawn, and none of the rest matters. */
async function beginRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await inMidRun(page);
}

/** Looked at from inside the page, where a quick run is not missed. */
async function inMidRun(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const shown = document.querySelector('[role="progressbar"][aria-label="Generating"]');
      return Number(shown?.getAttribute('aria-valuenow') ?? 0) >= 5;
    },
    undefined,
    { polling: 20, timeout: 120_000 },
  );
}

async function ended(page: Page): Promise<void> {
  await expect(bar(page)).toBeHidden({ timeout: 120_000 });
}

/** The run that was broken off goes on, without a token drawn twice. */
async function continueRun(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Continue run' }).click();
  await expect(page.getByRole('button', { name: 'Continue run' })).toBeHidden();
  await ended(page);
}

test('a run that is broken off ends with the picture of one that was not, whatever broke it', async ({
  page,
  context,
}) => {
  test.setTimeout(600_000);
  await openStudio(page, TINY);
  await page.getByRole('button', { name: 'Example: Island' }).click();
  await page.getByRole('combobox', { name: 'Image size' }).selectOption('384x384');
  await setSeed(page, 5);
  const layout = await layoutPixels(page);
  await generate(page);
  const undisturbed = await resultPixels(page);
  const isWhole = async (of: Page): Promise<void> => {
    expect(await layoutPixels(of)).toBe(layout);
    await expect.poll(() => resultPixels(of)).toBe(undisturbed);
  };

  await test.step('the machine sleeps and wakes', async () => {
    const browser = await context.newCDPSession(page);
    await beginRun(page);
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await browser.send('Page.setWebLifecycleState', { state: 'active' });
    await ended(page);
    await isWhole(page);
  });

  await test.step('another tab hides the page', async () => {
    await beginRun(page);
    const other = await context.newPage();
    await other.bringToFront();
    await ended(page);
    await other.close();
    await page.bringToFront();
    await isWhole(page);
  });

  await test.step('the worker dies', async () => {
    await beginRun(page);
    await crashWorker(page);
    const alert = page.getByRole('alert').filter({ hasText: 'out of luck' });
    await expect(alert).toContainText('your layout and settings are kept');
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await continueRun(page);
    await isWhole(page);
  });

  await test.step('the page is loaded again', async () => {
    await beginRun(page);
    await page.reload();
    await continueRun(page);
    await isWhole(page);
  });

  await test.step('the page dies', async () => {
    await beginRun(page);
    // What the page writes every second, and whenever it is put aside: a quick run ends before the first second.
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    const browser = await context.newCDPSession(page);
    void browser.send('Page.crash').catch(() => undefined);
    await page.waitForEvent('crash');
    const next = await context.newPage();
    await openStudio(next, TINY);
    await continueRun(next);
    await isWhole(next);
    await next.getByRole('link', { name: 'History', exact: true }).click();
    await expect(
      next.getByRole('list', { name: 'Runs of the history' }).getByRole('listitem'),
    ).not.toHaveCount(0);
    await next.close();
  });
});

test('weights that compute no numbers stop the run, and weights of another head count are doubted', async ({
  page,
}) => {
  const server = await FaultServer.start('test-results/models', {
    'broken/': notFinite,
    'other-heads/': trainedWith(8),
  });
  try {
    const open = async (folder: string): Promise<void> => {
      await page.goto(`./?backend=wasm&model=${server.url}${folder}`);
      await page.getByRole('button', { name: /^Fetch from/ }).click();
      await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();
    };
    await open('broken/');
    await page.getByRole('button', { name: 'Example: Island' }).click();
    const layout = await layoutPixels(page);
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: /gave NaN for token/ })).toBeVisible();
    await ended(page);
    expect(await layoutPixels(page)).toBe(layout);
    await page.goto('./#/library');
    await open('other-heads/');
    await expect(page.getByText('is set to 4 attention heads, and its weights look like 8')).toBeVisible();
  } finally {
    await server.stop();
  }
});
