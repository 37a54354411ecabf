// `npx vite build && npx tsx bench/atlas.ts [--dist dist] [--port 5290] [--seconds 5]`: how smoothly the Codebook page
// scrolls and filters 16,384 entries. A made-up model of that size is served beside the built page; a headless Chromium
// scrolls it, changes its order and its filter, and tells what the browser's own trace says of the frames. Prints JSON.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chromium, type Browser, type Page } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from '../scripts/findChromium.mjs';
import { writeWideModel } from './atlas/wideModel.ts';

const { values } = parseArgs({
  options: { dist: { type: 'string' }, port: { type: 'string' }, seconds: { type: 'string' } },
});
const port = values.port ?? '5290';
const seconds = Number(values.seconds ?? 5);

const models = await mkdtemp(join(tmpdir(), 'tessera-atlas-'));
const codes = await writeWideModel(join(models, 'wide'));
const server = spawn('npx', ['vite', 'preview', '--outDir', values.dist ?? 'dist'], {
  env: { ...process.env, PORT: port, TESSERA_EXTRA_MODELS: models },
  stdio: 'ignore',
  detached: true,
});
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: CHROMIUM_ARGS,
  headless: false,
});
try {
  const page = await open(browser);
  const scrolled = await traced(browser, page, () => scroll(page));
  const sorted = await changes(page, 'Sort', ['hue', 'usage', 'similarity', 'brightness', 'index']);
  const filtered = await changes(page, 'Show', ['unused', 'all', 'unused', 'all']);
  const rows = await page.getByRole('row').count();
  console.log(JSON.stringify({ codes, rows, load: loadavg()[0], scrolled, sorted, filtered }, null, 1));
} finally {
  await browser.close();
  if (server.pid) process.kill(-server.pid);
  await rm(models, { recursive: true, force: true });
}

async function open(opened: Browser): Promise<Page> {
  const page = await opened.newPage({ viewport: { width: 1440, height: 900 } });
  // tsx names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name ??= (one) => one;');
  const address = `http://localhost:${port}/?backend=wasm&model=models/wide/#/codebook`;
  for (let tries = 0; ; tries++) {
    const answer = await page.goto(address).catch(() => null);
    if (answer?.ok()) break;
    if (tries > 60) throw new Error('the page is not served; build it first');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await page.getByRole('img', { name: /numbers of code/ }).waitFor({ timeout: 120_000 });
  return page;
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
