import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, test } from 'playwright/test';

import { openStudio } from './support/page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openStudio(page, { backend: 'wasm', model: 'models/tiny/' });
    for (const name of ['Studio', 'History', 'Codebook', 'Library', 'Learn', 'Diagnostics']) {
      // The diagnostics have no link in the head of the page.
      if (name === 'Diagnostics') await page.evaluate(() => (location.hash = '#/diagnostics'));
      else await page.getByRole('link', { name, exact: true }).click();
      await expect(page).toHaveTitle(name === 'Studio' ? /^Tessera/ : new RegExp(`^${name} `));
      await expect(page.getByRole('main')).toBeVisible();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
      );
      const found = violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`);
      expect(found).toEqual([]);
    }
  });
}
