import { expect, type Page, test } from 'playwright/test';

import { belongings, expectIntact } from './support/belongings.ts';
import { FaultServer } from './support/faultServer.ts';
import { crashWorker, generate, listOnly, openStudio, resultPixels, setSeed } from './support/page.ts';
import { inPlainChromium } from './support/plainChromium.ts';
import { notFinite, otherCodebook, trainedWith, undecided } from './support/spoiltModels.ts';

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

test('a run that is broken off ends with the picture of one that was not, whatever broke it', async ({
  baseURL,
}) => {
  test.setTimeout(600_000);
  await inPlainChromium(async (context) => {
    const open = { ...TINY, base: baseURL };
    const page = await context.newPage();
    await openStudio(page, open);
    await page.getByRole('button', { name: 'Example: Island' }).click();
    await page.getByRole('combobox', { name: 'Image size' }).selectOption('1024x512'); // long enough to be met by all
    await setSeed(page, 5);
    await generate(page);
    const undisturbed = await resultPixels(page);
    const before = await belongings(page, 1);
    const isWhole = async (of: Page): Promise<void> => {
      await ended(of);
      await expect.poll(() => resultPixels(of)).toBe(undisturbed);
      await expectIntact(of, before);
    };
    const browser = await context.newCDPSession(page);

    // One run meets all of it.
    await test.step('another tab hides the page', async () => {
      await beginRun(page);
      const other = await context.newPage();
      await other.bringToFront();
      expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
      const hiddenAt = await share(page);
      await expect.poll(() => share(page)).toBeGreaterThan(hiddenAt);
    });

    await test.step('the browser puts the hidden page to sleep, and it wakes', async () => {
      await page.evaluate(() => {
        const slept: string[] = Object.assign(window, { slept: [] }).slept;
        for (const what of ['freeze', 'resume']) document.addEventListener(what, () => slept.push(what));
      });
      await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      await browser.send('Page.setWebLifecycleState', { state: 'active' });
      await page.bringToFront();
      expect(await page.evaluate(() => (window as unknown as { slept: string[] }).slept)).toEqual([
        'freeze',
        'resume',
      ]);
      expect(await page.evaluate(() => document.visibilityState)).toBe('visible');
    });

    await test.step('the worker dies', async () => {
      await expect(bar(page)).toBeVisible();
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
      await openStudio(next, open);
      await continueRun(next);
      await isWhole(next);
    });
  });
});

test('a model that computes no numbers stops the run, and one that is not what it says is doubted', async ({
  page,
}) => {
  const tiny = { folder: 'test-results/models/tiny', file: 'transformer-001.safetensors' };
  const figures = { folder: 'models/figures', file: 'image-decoder-001.safetensors' };
  const server = await FaultServer.start('test-results/models', {
    'broken/': { ...tiny, change: notFinite },
    'undecided/': { ...tiny, change: undecided },
    'other-heads/': { ...tiny, change: trainedWith(8) },
    'other-codebook/': { ...figures, change: otherCodebook },
  });
  const doubt = (words: string) => page.getByText(words);
  try {
    await listOnly(page, 'tiny-pose');
    const open = async (folder: string): Promise<void> => {
      await page.goto('about:blank');
      await page.goto(`./?backend=wasm&model=${server.url}${folder}`);
      await page.getByRole('button', { name: /^Fetch from/ }).click();
      await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();
    };
    await open('undecided/');
    await page.getByRole('button', { name: 'Example: Island' }).click();
    await generate(page);
    await expect(doubt('guessed almost by chance in this run (100 % of it)')).toBeVisible();
    const [before, picture] = [await belongings(page, 1), await resultPixels(page)];

    await open('broken/');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: /gave NaN for token/ })).toBeVisible();
    await ended(page);
    expect(await resultPixels(page)).not.toBe(picture);
    expect(await belongings(page, 1)).toEqual(before);

    await open('other-heads/');
    await expect(doubt('is set to 4 attention heads, and its weights look like 8')).toBeVisible();
    await open('other-codebook/');
    await expect(doubt('The transformer of Figures does not seem to belong to its codebook')).toBeVisible();
    expect((await belongings(page, 1)).history).toEqual(before.history);
  } finally {
    await server.stop();
  }
});
