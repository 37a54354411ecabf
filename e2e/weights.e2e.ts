import { expect, type Page, test } from 'playwright/test';

import { belongings, expectIntact } from './support/belongings.ts';
import {
  altered,
  cutAfter,
  earlierVersion,
  elsewhere,
  type Fault,
  FaultServer,
  inTurn,
  missing,
  restated,
  short,
  stallAt,
  webPage,
} from './support/faultServer.ts';
import { shrinkMemory, weakenAdapter } from './support/gpuFaults.ts';
import {
  crashWorker,
  generate,
  layoutPixels,
  listOnly,
  openStudio,
  resultPixels,
  setSeed,
} from './support/page.ts';

const DECODER = 'image-decoder-001.safetensors';
const ENCODER = 'conditioning-0-encoder-001.safetensors';
const TRANSFORMER = 'transformer-001.safetensors';

const generateButton = (page: Page) => page.getByRole('button', { name: 'Generate', exact: true });

/** Throws away all that the browser keeps for the site, as a person or a full disk does. */
async function deleteStorage(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
}

test.describe('weights from a host whose line is bad', () => {
  let server: FaultServer;
  test.beforeEach(async () => {
    server = await FaultServer.start('test-results/models');
  });
  test.afterEach(() => server.stop());

  test('are refused with a reason, gone on with over a reload, and never used when wrong', async ({
    page,
  }) => {
    const host = new URL(server.url).host;
    const agree = () => page.getByRole('button', { name: `Fetch from ${host}` }).click();
    await listOnly(page, 'tiny-conditions');
    await page.goto(`./?backend=wasm&model=${server.url}tiny/`);
    // The site's own model has come, with its palette, before anything is painted.
    await expect(page.getByRole('radio', { name: 'label 1', exact: true })).toBeAttached();
    await page.getByRole('button', { name: 'Example: Island' }).click();
    const painted = await layoutPixels(page);
    expect(server.log).toEqual([]);

    const faults: [string, Fault, RegExp][] = [
      ['model.json', restated((manifest) => ({ ...manifest, version: 2 })), /version/i],
      // Refused before a byte of its weights is asked for, with both figures and a way out.
      [
        'model.json',
        restated(({ transformer, ...rest }) => ({
          ...rest,
          transformer: { ...(transformer as object), layers: 48, width: 4096 },
        })),
        /needs about \d\d\.\d GB while it runs, and WASM can address 4\.3 GB.*smaller model/,
      ],
      [DECODER, missing, /not at .*404/],
      [DECODER, webPage, /web page/],
      [DECODER, altered, /not the file that model.json announces/],
      [DECODER, short, /bytes instead of/],
    ];
    let next = agree;
    for (const [file, fault, told] of faults) {
      server.faults.clear();
      server.faults.set(file, fault);
      await next();
      const alert = page.getByRole('alert').filter({ hasText: told });
      await expect(alert).toBeVisible();
      if (file === 'model.json') expect(server.ranges('.safetensors')).toEqual([]);
      next = () => alert.getByRole('button', { name: 'Try again' }).click();
    }

    // The line stands still, and the person reloads.
    server.faults.clear();
    server.faults.set(DECODER, stallAt(300_000));
    await next();
    await expect.poll(() => storedBytes(page, server.url, DECODER)).toBe(300_000);
    expect(await layoutPixels(page)).toBe(painted);
    await page.reload();
    // Only now: a slow machine may have asked again by itself before.
    server.faults.delete(DECODER);
    // On the next file the line breaks, and then answers from another place than was asked for.
    server.faults.set(ENCODER, inTurn(cutAfter(400_000), elsewhere));
    // Of another one, the first part is of an earlier version than the second.
    server.faults.set(TRANSFORMER, inTurn(earlierVersion(50_000)));
    server.log.length = 0;
    await agree();
    await expect(generateButton(page)).toBeEnabled();
    expect(server.ranges(DECODER)).toEqual(['bytes=300000-']);
    expect(server.ranges(TRANSFORMER)).toEqual([null, 'bytes=50000-', null]);
    // Generate may be offered before every encoder is there.
    await expect.poll(() => server.ranges(ENCODER)).toEqual([null, 'bytes=400000-', null]);
    await page.getByRole('button', { name: 'Example: Island' }).click();
    await setSeed(page, 7);
    await generate(page);
    const picture = await resultPixels(page);
    const layout = await layoutPixels(page);
    await belongings(page, 1);

    // All that was kept goes, then the worker: the weights are got again, and what is on the page stays.
    await deleteStorage(page);
    server.log.length = 0;
    await crashWorker(page);
    await expect(page.getByRole('alert').filter({ hasText: 'out of luck' })).toBeVisible();
    await expect(generateButton(page)).toBeEnabled();
    expect(server.ranges(DECODER)).toEqual([null]);
    expect(await layoutPixels(page)).toBe(layout);
    expect(await resultPixels(page)).toBe(picture);
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
    await generate(page);
    expect(await resultPixels(page)).toBe(picture);
    // The history that was cleared keeps runs again.
    await belongings(page, 1);
    await expect(page.getByRole('link', { name: 'All 1 run', exact: true })).toBeVisible();
  });
});

test('two tabs that open a model at once fetch each file once, and both draw', async ({ context }) => {
  const fetched: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('.safetensors')) fetched.push(new URL(request.url()).pathname);
  });
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  await Promise.all(tabs.map((tab) => openStudio(tab, { backend: 'wasm', model: 'models/tiny/' })));
  expect(fetched.length).toBeGreaterThan(1);
  expect(fetched).toEqual([...new Set(fetched)]);
  for (const tab of tabs) {
    await tab.bringToFront();
    await tab.getByRole('button', { name: 'Example: Island' }).click();
    await setSeed(tab, 7);
    await generate(tab);
    await tab.getByRole('link', { name: 'Library', exact: true }).click();
    await expect(tab.getByRole('listitem').filter({ hasText: 'In use' })).toContainText(
      'in this browser’s storage',
    );
    await tab.getByRole('link', { name: 'Studio', exact: true }).click();
  }
  expect(await resultPixels(tabs[0])).toBe(await resultPixels(tabs[1]));

  // What each is at stays its own, though they write to one storage: a layout, and a run that is broken off.
  const [first, second] = tabs;
  await first.bringToFront();
  await first.getByRole('button', { name: 'Example: Coast' }).click();
  const coast = await layoutPixels(first);
  // Long enough to be broken off on any machine: every token evaluates its whole window.
  await first.getByRole('combobox', { name: 'Image size' }).selectOption('1024x512');
  await first.getByRole('combobox', { name: 'Window mode' }).selectOption('exact');
  await generateButton(first).click();
  await expect(first.getByText(/^[1-9]\d* of 2,048 tokens/)).toBeVisible();
  await second.bringToFront();
  await second.getByRole('button', { name: 'Example: Meadow' }).click();
  await generate(second);
  await first.bringToFront();
  await first.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(first.getByRole('status', { name: 'Status' })).toContainText('Cancelled');
  await first.getByRole('combobox', { name: 'Image size' }).selectOption('256x256');
  await generate(second);
  await first.reload();
  await expect(first.getByRole('button', { name: 'Continue run' })).toBeVisible();
  await expect.poll(() => layoutPixels(first)).toBe(coast);
});

test('what does not fit is refused with figures and a way out, before it begins', async ({ page }) => {
  await listOnly(page, 'tiny');
  await test.step('a model, on a device that has the least buffers', async () => {
    await weakenAdapter(page);
    await page.route('**/tiny/model.json', async (route) => {
      const response = await route.fetch();
      const manifest = (await response.json()) as { transformer: object };
      const transformer = { ...manifest.transformer, layers: 2, width: 4096 };
      await route.fulfill({ response, json: { ...manifest, transformer } });
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto('./?backend=webgpu&model=models/tiny/');
    const alert = page.getByRole('alert').filter({ hasText: 'a single buffer of 268 MB' });
    await expect(alert).toContainText(/this graphics device allows 134 MB.*import.* as int8/i);
    await expect(generateButton(page)).toBeDisabled();
    expect(asked.filter((url) => url.endsWith('.safetensors'))).toEqual([]);
    await page.unroute('**/tiny/model.json');
  });

  await shrinkMemory(page, 8e6);
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  await page.getByRole('button', { name: 'Example: Island' }).click();
  await generate(page);
  const before = await belongings(page, 1);

  await test.step('a picture, on a small machine', async () => {
    await page.getByRole('combobox', { name: 'Image size' }).selectOption('1280x832');
    const layout = await layoutPixels(page);
    await generateButton(page).click();
    const alert = page.getByRole('alert').filter({ hasText: '1280 x 832 needs about 11 MB' });
    await expect(alert).toContainText(/this machine tells of 8 MB.*choose a smaller size/i);
    await expect(page.getByRole('progressbar', { name: 'Generating' })).toBeHidden();
    expect(await layoutPixels(page)).toBe(layout);
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('combobox', { name: 'Image size' }).selectOption('256x256');
    await generate(page);
    await expectIntact(page, before);
  });

  await test.step('an import, where the browser has no room for it', async () => {
    const browser = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1e6 });
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: 'Import model' });
    const choose = async () => {
      const folder = page.getByRole('textbox', { name: 'Model folder URL' });
      await folder.fill('models/tiny-conditions/');
      await folder.press('Enter');
    };
    const models = () => page.evaluate(storedModels);
    const kept = await models();
    // Chromium tells every page of 10 GiB, so what it really allows is met only in the middle.
    await choose();
    const agree = sheet.getByRole('button', { name: 'Import', exact: true });
    await agree.click();
    await expect(page.getByRole('alert').filter({ hasText: 'allows no more storage' })).toContainText(
      'what was written has been removed',
    );
    expect(await models()).toEqual(kept);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    // A browser that tells the truth.
    await page.evaluate(() => {
      StorageManager.prototype.estimate = () => Promise.resolve({ quota: 1e6, usage: 999_000 });
    });
    await choose();
    await expect(sheet).toContainText('It needs 5.9 MB of storage and the browser has 1.0 kB left.');
    await expect(sheet).toContainText('Delete a model, or free space on the disk.');
    await expect(agree).toBeDisabled();
    await sheet.getByRole('button', { name: 'Do not import' }).click();
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    await expectIntact(page, before);
  });
});

/** Runs inside the page: the folders of models that the browser has. */
async function storedModels(): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const models = await (await root.getDirectoryHandle('tessera')).getDirectoryHandle('models');
  const names: string[] = [];
  for await (const name of models.keys()) names.push(name);
  return names.sort();
}

test.describe('where the browser keeps nothing', () => {
  test('for want of room, the page draws from memory and says so', async ({ page }) => {
    await page.goto('./icon.svg');
    const browser = await page.context().newCDPSession(page);
    const origin = new URL(page.url()).origin;
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2000 });
    await drawsFromMemory(page);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await expect(page.getByText('no room for further runs')).toBeVisible();
  });

  test('in a private window without a file system, it draws from memory and says so', async ({ page }) => {
    const refuse = `
      navigator.storage.getDirectory = () => Promise.reject(new DOMException('not here', 'SecurityError'));
      Object.defineProperty(globalThis, 'indexedDB', { value: undefined });`;
    await page.addInitScript(refuse);
    await page.addInitScript(() => {
      const refused = () => {
        throw new DOMException('not here', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get: refused });
    });
    await page.route(/assets\/(worker|importWorker)-[\w-]+\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${refuse}\n${await response.text()}` });
    });
    await drawsFromMemory(page);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await expect(page.getByText('last until the page is closed').first()).toBeVisible();
  });

  async function drawsFromMemory(page: Page): Promise<void> {
    await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
    await page.getByRole('button', { name: 'Example: Island' }).click();
    await generate(page);
    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'In use' })).toContainText(
      'in memory until the page is closed',
    );
  }
});

test('what other versions have left is used where it can be, and never in the way', async ({ page }) => {
  const fetched: string[] = [];
  await page.goto('./icon.svg');
  await page.evaluate(leaveBehind);
  page.on('request', (request) => {
    if (request.url().endsWith('.safetensors')) fetched.push(new URL(request.url()).pathname);
  });
  await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
  // The weights of 0.1.0 are used; one that has no commit record beside it is got.
  expect(fetched).toEqual([`/models/tiny/${ENCODER}`]);
  await page.getByRole('button', { name: 'Example: Island' }).click();
  await generate(page);
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByText('This browser keeps nothing for this page').first()).toBeVisible();
});

/** A folder of weights as 0.1.0 wrote it, settings and drafts of nobody knows when, and the history of a later version. */
async function leaveBehind(): Promise<void> {
  const base = new URL('models/tiny/', location.origin).href;
  const manifest = (await (await fetch(`${base}model.json`)).json()) as {
    files: { path: string; bytes: number; sha256: string }[];
  };
  const lines = manifest.files
    .map(({ path, sha256 }) => `${sha256} ${path}\n`)
    .sort()
    .join('');
  const digest = async (text: string) =>
    [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
  const root = await navigator.storage.getDirectory();
  const tessera = await root.getDirectoryHandle('tessera', { create: true });
  const models = await tessera.getDirectoryHandle('models', { create: true });
  const folder = await models.getDirectoryHandle(await digest(lines), { create: true });
  const put = async (name: string, content: string | ArrayBuffer) => {
    const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await stream.write(content);
    await stream.close();
  };
  await put('record.json', JSON.stringify({ manifest, url: base }));
  for (const file of manifest.files) {
    await put(file.path, await (await fetch(base + file.path)).arrayBuffer());
    if (!file.path.includes('conditioning-0-encoder')) await put(`${file.path}.ok`, JSON.stringify(file));
  }
  for (const key of ['settings', 'layout', 'run', 'theme', 'language', 'depth', 'edges', 'low-resolution'])
    localStorage.setItem(`tessera.${key}`, '{"version":0,"tokens":[1,"x"],"width":-5,"map":null}');
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('tessera-history', 99);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
    request.onerror = () => reject(new Error('no database'));
  });
}

/** Bytes that the browser's file system holds of a file of the model from `url`. */
function storedBytes(page: Page, url: string, name: string): Promise<number> {
  return page.evaluate(
    async ([from, wanted]) => {
      const root = await navigator.storage.getDirectory();
      const models = await (await root.getDirectoryHandle('tessera')).getDirectoryHandle('models');
      for await (const [, entry] of models.entries()) {
        const read = async (path: string) =>
          (await (entry as FileSystemDirectoryHandle).getFileHandle(path)).getFile().catch(() => null);
        const record = await read('record.json').catch(() => null);
        if (!record || !(await record.text()).includes(from)) continue;
        return (await read(wanted).catch(() => null))?.size ?? 0;
      }
      return 0;
    },
    [url, name] as const,
  );
}
