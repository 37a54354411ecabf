// `npx vite build && npx tsx bench/firstToken.ts [--dist dist] [--port 5291] [--runs 5] [--backend wasm] [--model models/landscapes/]`:
// how long after Generate the first token reaches a warm page, beside what the engine itself needs for it. Headless Chromium
// presses Generate on the built page, cancels once tokens come, and notes when messages pass between page and worker.
// Prints JSON.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import type { Page } from 'playwright';

import type { RunRecord } from '../src/core/runRecord.ts';
import { generateIsOffered, onBuiltPage } from './browser/builtPage.ts';
import { median } from './measure/statistics.ts';

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '5291' },
    runs: { type: 'string', default: '5' },
    backend: { type: 'string', default: 'wasm' },
    model: { type: 'string', default: 'models/landscapes/' },
  },
});

/** What the page noted of one run: milliseconds of its own clock. */
interface Notes {
  readonly pressed: number;
  readonly asked: number;
  readonly drawn: number;
  readonly ended: number;
  readonly record: RunRecord;
}

/** Times of one run in ms. */
interface Times {
  /** From the press to the first token's message. */
  readonly total: number;
  /** From the press until the worker is asked. */
  readonly page: number;
  /** The engine: prefill and the first token (with those that came in the same message). */
  readonly engine: number;
  /** All the rest: page, condition, schedule, messages. */
  readonly overhead: number;
}

const load = loadavg()[0];
const prepare = (page: Page) => page.addInitScript(noteMessages);
const address = `?backend=${values.backend}&model=${values.model}`;
await onBuiltPage({ ...values, address, prepare }, async (page) => {
  await generateIsOffered(page);
  await paint(page);
  // The first run of a layout encodes it; the ones after it have another seed and the same layout.
  const first = await timesOf(page);
  const warm: Times[] = [];
  for (let run = 0; run < Number(values.runs); run++) {
    await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(run + 100));
    warm.push(await timesOf(page));
  }
  const middle = (of: (one: Times) => number) => Math.round(median(warm.map(of)) * 10) / 10;
  const medians = {
    total: middle(({ total }) => total),
    page: middle((one) => one.page),
    engine: middle(({ engine }) => engine),
    overhead: middle(({ overhead }) => overhead),
  };
  console.log(
    JSON.stringify({ backend: values.backend, model: values.model, load, first, medians, warm }, null, 1),
  );
});

/** A layout without gaps: sky, and a stroke of water across it. */
async function paint(page: Page): Promise<void> {
  const canvas = page.getByRole('img', { name: 'Layout canvas' });
  const choose = (label: string) =>
    page.getByRole('radio', { name: label, exact: true }).check({ force: true });
  const tool = (name: string) =>
    page
      .getByRole('radio', { name, exact: true })
      .or(page.getByRole('button', { name, exact: true }))
      .click();
  await choose('sky');
  await tool('Fill');
  await canvas.click();
  await choose('water');
  await tool('Brush');
  await canvas.click();
}

/** In the page, before its scripts: puts down what passes between it and its workers. */
function noteMessages(): void {
  const notes: Record<string, unknown> = {};
  const note = (name: string, value: unknown = performance.now()) => {
    notes[name] ??= value;
  };
  Object.assign(globalThis, { notes });
  addEventListener('click', () => note('pressed'), true);
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ type: string; record?: unknown }>) => {
        if (data.type === 'drawn') note('drawn');
        if (data.type !== 'done') return;
        note('ended');
        note('record', data.record);
      });
    }

    override postMessage(
      message: { type: string },
      transfer?: Transferable[] | StructuredSerializeOptions,
    ): void {
      if (message.type === 'generate') note('asked');
      super.postMessage(message, transfer as Transferable[]);
    }
  };
}

async function timesOf(page: Page): Promise<Times> {
  await page.evaluate(() => {
    const { notes } = globalThis as unknown as { notes: Record<string, unknown> };
    for (const key of Object.keys(notes)) delete notes[key];
  });
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.waitForFunction(() => 'drawn' in (globalThis as unknown as { notes: object }).notes, undefined, {
    timeout: 300_000,
  });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.waitForFunction(
    () => 'record' in (globalThis as unknown as { notes: object }).notes,
    undefined,
    {
      timeout: 300_000,
    },
  );
  const { pressed, asked, drawn, ended, record } = await page.evaluate(
    () => (globalThis as unknown as { notes: Notes }).notes,
  );
  // A cancelled run is told at once, so the engine began so long before its end.
  const began = ended - record.stats.elapsedMs;
  await page.getByRole('button', { name: 'Generate', exact: true }).waitFor();
  return { total: drawn - pressed, page: asked - pressed, engine: drawn - began, overhead: began - pressed };
}
