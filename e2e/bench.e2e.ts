import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from 'playwright/test';
import type { BenchReport } from '../bench/report/report.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { readonly id: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return found.map(({ id }) => id);
}

test('measures a tiny shape on WASM, shows tables and copies them', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./bench/');
  const copy = page.getByRole('button', { name: 'Copy results' });
  await expect(copy).toBeDisabled();
  await page.getByRole('radio', { name: /^WASM/ }).check();
  await page.getByRole('radio', { name: /^Quick/ }).check();
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await expect(page.getByRole('status')).toContainText('Done in', { timeout: 90_000 });
  const decoding = page.getByRole('region', { name: 'Decoding' });
  await expect(decoding.getByRole('columnheader', { name: 'tokens/s' })).toBeVisible();
  await expect(decoding.getByRole('cell', { name: 'tessera, wasm' })).toBeVisible();
  await expect(page.getByText('onnxruntime-web beside wasm: it runs in the command only')).toBeVisible();
  await copy.click();
  await expect(page.getByRole('status')).toContainText('clipboard');
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as BenchReport;
  expect(report.backends[0].backend).toBe('wasm');
  expect(report.decode[0]).toMatchObject({ contender: 'tessera', tokens: 8, runs: 5 });
  expect(await violations(page)).toEqual([]);
});

test('is ended by Cancel, and says so where there is no WebGPU', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'gpu', { value: undefined }));
  await page.goto('./bench/');
  await expect(page.getByText('so WASM is measured')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'WebGPU' })).toBeDisabled();
  await expect(page.getByRole('radio', { name: /^WASM/ })).toBeChecked();
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('status')).toContainText('Cancelled');
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
});
