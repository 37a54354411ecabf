import { expect, type Page, test } from 'playwright/test';

import { FaultServer } from './support/faultServer.ts';
import { notFinite, trainedWith } from './support/spoiltModels.ts';
import {
  crashWorker,
  generate,
  layoutPixels,
  listOnly,
  openStudio,
  resultPixels,
  setSeed,
} from './support/page.ts';

const TINY = { backend: 'wasm', model: 'models/tiny/' } as const;
const bar = (page: Page) => page.getByRole('progressbar', { name: 'Generating' });

/** Starts a run and waits until some of it is drawn. */
async function beginRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await reached(page, 5);
}

/** Waits until a share of the run is drawn. Looked at from inside the page, where a quick run is not missed. */
async function reached(page: Page, percent: number): Promise<void> {
  await page.waitForFunction(
    (share) => {
      const shown = document.querySelector('[role="progressbar"][aria-label="Generating"]');
      return Number(shown?.getAttribute('aria-valuenow') ?? 0) >= share;
    },
    percent,
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
}

/** The share of the run that is drawn. */
const share = async (page: Page) => Number(await bar(page).getAttribute('aria-valuenow'));

/**
 * Runs inside the page: what a tab behind another one is told, and that it gets no frames until `show()`. The browser of
 * the tests keeps every page in front.
 */
function hide(): void {
  const frames: FrameRequestCallback[] = [];
  const ask = window.requestAnimationFrame.bind(window);
  const tell = (state: DocumentVisibilityState) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    Object.defineProperty(document, 'hidden', { configurable: true, value: state === 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  window.requestAnimationFrame = (frame) => frames.push(frame);
  tell('hidden');
  const show = () => {
    window.requestAnimationFrame = ask;
    tell('visible');
    for (const frame of frames) ask(frame);
  };
  Object.assign(window, { show });
}

test('a run that is broken off ends with the picture of one that was not, whatever broke it', async ({
  page,
  context,
}) => {
  test.setTimeout(600_000);
  await openStudio(page, TINY);
  await page.getByRole('button', { name: 'Example: Island' }).click();
  await page.getByRole('combobox', { name: 'Image size' }).selectOption('1024x512'); // long enough to be met by all
  await setSeed(page, 5);
  const layout = await layoutPixels(page);
  await generate(page);
  const undisturbed = await resultPixels(page);
  const isWhole = async (of: Page): Promise<void> => {
    await ended(of);
    expect(await layoutPixels(of)).toBe(layout);
    await expect.poll(() => resultPixels(of)).toBe(undisturbed);
  };
  const browser = await context.newCDPSession(page);
  await beginRun(page);

  // One run meets all of it.
  await test.step('the machine sleeps and wakes', async () => {
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await browser.send('Page.setWebLifecycleState', { state: 'active' });
    await expect(bar(page)).toBeVisible();
  });

  await test.step('another tab hides the page', async () => {
    await page.evaluate(hide);
    const before = await share(page);
    await expect.poll(() => share(page)).toBeGreaterThan(before);
    await page.evaluate(() => (window as unknown as { show(): void }).show());
  });

  await test.step('the worker dies', async () => {
    await crashWorker(page);
    const alert = page.getByRole('alert').filter({ hasText: 'out of luck' });
    await expect(alert).toContainText('your layout and settings are kept');
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await continueRun(page);
    await isWhole(page);
  });

  await test.step('the page is loaded again, and then dies', async () => {
    await beginRun(page);
    await page.reload();
    await continueRun(page);
    await reached(page, 20);
    // What the page writes every second, and whenever it is put aside: a quick run ends before the first second.
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
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
    await listOnly(page, 'tiny-pose');
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
