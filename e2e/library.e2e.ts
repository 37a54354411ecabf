import { join } from 'node:path';

import { expect, type Locator, type Page, test } from 'playwright/test';

import { GOLDENS, haveGoldens } from '../tests/goldenFolder.ts';

const golden = (name: string) => join(GOLDENS, name);

async function openLibrary(page: Page): Promise<void> {
  await page.goto('./?backend=wasm&model=models/tiny/#/library');
  await expect(page.getByRole('region', { name: 'Library' })).toBeVisible();
}

/** Picks files by the button, as a person does. */
async function pick(page: Page, files: string | string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open checkpoint' }).click();
  await (await chooser).setFiles(files);
}

/** Imports what the sheet shows, and waits until the model stands in the list alone. */
async function importAs(page: Page, name: string): Promise<Locator> {
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText(`${name} is imported`)).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Importing model' })).toHaveCount(0);
  return card(page, name);
}

const card = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

test.describe('the Library', () => {
  test.skip(!haveGoldens, 'the reference’s checkpoints are not at hand');

  test('imports a published checkpoint, opens it, verifies and deletes it', async ({ page }) => {
    await openLibrary(page);
    await pick(page, golden('net2net/net2net.zip.ckpt'));
    const sheet = page.getByRole('dialog', { name: 'Import model' });
    await expect(sheet).toContainText('2 layers, width 64');
    await expect(sheet).toContainText('11 labels');
    await expect(sheet.getByRole('radio', { name: 'f16' })).toBeChecked();
    await sheet.getByRole('combobox', { name: 'Attention heads' }).selectOption('4');
    await sheet.getByRole('textbox', { name: 'Name' }).fill('Golden');
    const golden4 = await importAs(page, 'Golden');
    await expect(golden4).toContainText('Transformer of 2 layers, width 64, 4 heads');
    await golden4.getByRole('button', { name: 'Verify' }).click();
    await expect(golden4.getByText(/files are intact/)).toBeVisible();

    await golden4.getByRole('button', { name: 'Open' }).click();
    await expect(golden4.getByText('In use')).toBeVisible();
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue(/^stored:import-/);
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeEnabled();

    // it is still there after a reload, without a network
    await page.reload();
    await expect(
      page.getByRole('combobox', { name: 'Model' }).getByRole('option', { name: 'Golden' }),
    ).toHaveCount(1);

    await page.getByRole('link', { name: 'Library', exact: true }).click();
    await golden4.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(golden4).toHaveCount(0);
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    await expect(
      page.getByRole('combobox', { name: 'Model' }).getByRole('option', { name: 'Golden' }),
    ).toHaveCount(0);
  });

  test('says why a file is refused, and notices one that was damaged later', async ({ page }) => {
    await openLibrary(page);
    await pick(page, golden('malformed/06-os-system.ckpt'));
    const refused = page.getByRole('dialog');
    await expect(refused.getByRole('alert')).toContainText('os.system');
    await refused.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await pick(page, golden('net2net/net2net.legacy.ckpt'));
    const imported = await importAs(page, 'net2net.legacy');
    await page.evaluate(flipByteOfTransformer);
    await imported.getByRole('button', { name: 'Verify' }).click();
    await expect(imported.getByRole('alert')).toContainText('transformer-001.safetensors');
  });
});

test('imports a model folder by its address, and names another host before it is asked for anything', async ({
  page,
}) => {
  const asked: string[] = [];
  await page.route('https://weights.example/**', (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await openLibrary(page);
  await page.getByRole('textbox', { name: 'Model folder URL' }).fill('https://weights.example/landscapes');
  await page.getByRole('textbox', { name: 'Model folder URL' }).press('Enter');
  await expect(page.getByRole('dialog')).toContainText('weights.example');
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Fetch from weights.example' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'model.json could not be downloaded',
  );
  expect(asked.length).toBeGreaterThan(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('textbox', { name: 'Model folder URL' }).fill('models/tiny/');
  await page.getByRole('textbox', { name: 'Model folder URL' }).press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Import model' });
  await expect(sheet).toContainText('Tessera model folder');
  const imported = await importAs(page, 'Tiny (random weights)');
  await expect(imported).toContainText('4.2 MB in this browser');
  await expect(imported).not.toContainText('of 4.2 MB');
  await imported.getByRole('button', { name: 'Verify' }).click();
  await expect(imported.getByText(/files are intact/)).toBeVisible();
  await page.evaluate(flipByteOfTransformer);
  await imported.getByRole('button', { name: 'Verify' }).click();
  await expect(imported.getByRole('alert')).toContainText('transformer-001.safetensors');
  // It is one of the site's own, so only what is stored of it goes.
  await imported.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(imported).not.toContainText('in this browser');
});

/** Changes one byte in the middle of every transformer that is stored, as a failing disk would. */
async function flipByteOfTransformer(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const models = await (await root.getDirectoryHandle('tessera')).getDirectoryHandle('models');
  for await (const [, entry] of models.entries()) {
    const folder = entry as FileSystemDirectoryHandle;
    const file = await folder.getFileHandle('transformer-001.safetensors');
    const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer());
    bytes[bytes.length >> 1] ^= 1;
    const stream = await file.createWritable();
    await stream.write(bytes);
    await stream.close();
  }
}
