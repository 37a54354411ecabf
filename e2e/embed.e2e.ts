import { execFileSync } from 'node:child_process';

import { expect, test } from 'playwright/test';

import type { OpenModel, SampleEvent } from '../src/embed/types.ts';
import { plainHost } from './support/plainHost.ts';

const LIB = `test-results/lib-${process.env.E2E_PORT ?? 5199}`;

test('the engine works in another page, as built by build:lib', async ({ page }) => {
  execFileSync('npm', ['run', '-s', 'build:lib', '--', '--out', LIB], { stdio: 'inherit' });
  // The tests' tiny models lie beside it.
  const host = await plainHost('/elsewhere/', [LIB, 'test-results']);
  await page.goto(`${host.url}example.html?model=models/tiny/`);
  const button = page.getByRole('button', { name: 'Draw' });
  await expect(button).toBeEnabled({ timeout: 90_000 });
  await button.click();
  await expect(page.getByRole('status')).toContainText('likeliest in the middle: code', { timeout: 90_000 });

  const found = await page.evaluate(async () => {
    const module = new URL('tessera.js', location.href).href;
    const { openModel } = (await import(module)) as { readonly openModel: OpenModel };
    const model = await openModel('models/tiny/', { backend: 'wasm' });
    const side = 16 * model.tileSize;
    const labels = new Uint8Array(side * side).fill(model.labels[1].id);
    const condition = { kind: 'segmentation', map: { width: side, height: side, labels } } as const;
    const request = { condition, seed: 5, width: side, height: side };

    const types: SampleEvent['type'][] = [];
    const streamed = new Map<number, number>();
    let done: Extract<SampleEvent, { type: 'done' }> | null = null;
    for await (const event of model.sample(request)) {
      types.push(event.type);
      if (event.type === 'tokens') event.cells.forEach((cell, i) => streamed.set(cell, event.tokens[i]));
      if (event.type === 'done') done = event;
    }
    if (!done) throw new Error('the run did not end');
    const { record, pixels } = done;
    const decoded = await model.decode({ ...record.grid, tokens: record.tokens });
    const { drawn, candidates, entropy } = await model.inspect(record, 3, 4);

    // Leaving the loop ends the run: the next one is not kept waiting by it.
    for await (const event of model.sample(request)) if (event.type === 'tokens') break;
    const signal = AbortSignal.abort(new Error('not now'));
    const refused = await model.sample(request, { signal }).next().catch(String);
    const wrong = await model
      .sample({ ...request, width: side + 1 })
      .next()
      .catch((error: { readonly code: string }) => error.code);
    const missing = await openModel('models/nowhere/').catch(
      (error: { readonly code: string }) => error.code,
    );
    model.close();
    return {
      types: [...new Set(types)].sort(),
      last: types.at(-1),
      streamed: record.tokens.every((token, cell) => streamed.get(cell) === token),
      side,
      seen: [pixels.width, pixels.height],
      same: pixels.rgba.every((value, i) => value === decoded.rgba[i]),
      drawn: drawn === record.tokens[3 * record.grid.width + 4],
      candidates: candidates.length,
      entropy,
      refused,
      wrong,
      missing,
    };
  });

  // The example on a phone: it draws again, and nothing is wider than the screen.
  await page.setViewportSize({ width: 390, height: 844 });
  const said = await page.getByRole('status').textContent();
  await button.click();
  await expect.poll(() => page.getByRole('status').textContent(), { timeout: 90_000 }).not.toBe(said);
  await expect(page.getByRole('status')).toContainText('likeliest in the middle: code', { timeout: 90_000 });
  expect(await page.getByRole('status').textContent()).not.toBe(said);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  expect(found.types).toEqual(expect.arrayContaining(['done', 'tokens']));
  expect(found).toMatchObject({ last: 'done', streamed: true, same: true, drawn: true });
  expect(found.seen).toEqual([found.side, found.side]);
  expect(found.candidates).toBeGreaterThan(0);
  expect(found.entropy).toBeGreaterThan(0);
  expect(found.refused).toContain('not now');
  expect(found.wrong).toBe('size-not-whole');
  expect(found.missing).toBe('weights-missing');
  await host.stop();
});
