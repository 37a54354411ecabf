// `npx vite build && npx tsx bench/atlas.ts [--dist dist] [--port 5290] [--seconds 5]`: how smoothly the Codebook page
// scrolls and filters 16,384 entries. A made-up model of that size is served beside the built page; a headless Chromium
// scrolls it, changes its order and its filter, and tells what the browser's own trace says of the frames. Prints JSON.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Browser, Page } from 'playwright';

import { writeWideModel } from './atlas/wideModel.ts';
import { onBuiltPage } from './browser/builtPage.ts';

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '5290' },
    seconds: { type: 'string', default: '5' },
  },
});
const seconds = Number(values.seconds);
const address = '?backend=wasm&model=models/wide/#/codebook';

const models = await mkdtemp(join(tmpdir(), 'tessera-atlas-'));
try {
  const codes = await writeWideModel(join(models, 'wide'));
  const env = { TESSERA_EXTRA_MODELS: models };
  await onBuiltPage({ ...values, address, env }, async (page) => {
    await page.getByRole('img', { name: /numbers of code/ }).waitFor({ timeout: 120_000 });
    const scrolled = await traced(page.context().browser()!, page, () => scroll(page));
    const sorted = await changes(page, 'Sort', ['hue', 'usage', 'similarity', 'brightness', 'index']);
    const filtered = await changes(page, 'Show', ['unused', 'all', 'unused', 'all']);
    const rows = await page.getByRole('row').count();
    console.log(JSON.stringify({ codes, rows, load: loadavg()[0], scrolled, sorted, filtered }, null, 1));
  });
} finally {
  await rm(models, { recursive: true, force: true });
}

/** Frames as the page sees them: milliseconds from one to the next. */
interface Frames {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestMs: number;
}

/** Scrolls on by a screen every half second, evenly, for some seconds. */
async function scroll(page: Page): Promise<Frames> {
  const deltas = await page.evaluate(async (duration) => {
    const view = document.querySelector('.codebook-view');
    if (!view) throw new Error('no atlas');
    const steps: number[] = [];
    const start = performance.now();
    let before = start;
    await new Promise<void>((resolve) => {
      const step = () => {
        const now = performance.now();
        steps.push(now - before);
        view.scrollTop += ((now - before) / 500) * view.clientHeight;
        before = now;
        if (now - start < duration) requestAnimationFrame(step);
        else resolve();
      };
      requestAnimationFrame(step);
    });
    return steps;
  }, seconds * 1000);
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))]);
  const perSecond = round((1000 * deltas.length) / deltas.reduce((sum, one) => sum + one, 0));
  return { perSecond, medianMs: at(0.5), p95Ms: at(0.95), longestMs: at(1) };
}

/** What the compositor did meanwhile: the trace's frames that were drawn and those that were dropped. */
async function traced(opened: Browser, page: Page, act: () => Promise<Frames>) {
  await opened.startTracing(page, {
    categories: ['devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame'],
  });
  const frames = await act();
  const { traceEvents } = JSON.parse((await opened.stopTracing()).toString()) as {
    traceEvents: { name: string }[];
  };
  const countOf = (name: string) => traceEvents.filter((event) => event.name === name).length;
  const drawn = countOf('DrawFrame');
  return { ...frames, drawnPerSecond: round(drawn / seconds), drawn, dropped: countOf('DroppedFrame') };
}

/** From each change of a choice until its result was painted, in milliseconds. */
async function changes(page: Page, label: string, choices: readonly string[]) {
  const times: number[] = [];
  for (const choice of choices) {
    times.push(
      await page.getByRole('combobox', { name: label, exact: true }).evaluate(async (element, value) => {
        const select = element as HTMLSelectElement;
        const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        await nextFrame();
        const start = performance.now();
        select.value = value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
        // A task after a frame: that frame's work is done then.
        await nextFrame();
        await new Promise((resolve) => setTimeout(resolve));
        return performance.now() - start;
      }, choice),
    );
  }
  return { choices, milliseconds: times.map(round) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
