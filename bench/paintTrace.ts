// `npx tsx bench/paintTrace.ts [DIST]`: frames of the built page while a layout of 1280x832 is painted, from Chromium's own
// trace, beside the same moves of the mouse without a button pressed. Needs `npm run build` first.
import { chromium, type Page } from 'playwright';
import { preview } from 'vite';

import { CHROMIUM_ARGS, findChromium } from '../scripts/findChromium.mjs';

const SIZE = { width: 1280, height: 832 };
const SECONDS = 3;
/** A frame at 60 Hz. */
const FRAME_MS = 1000 / 60;

interface Case {
  readonly name: string;
  readonly press: boolean;
  readonly prepare: (page: Page) => Promise<void>;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly dur?: number;
  readonly tid: number;
  readonly args?: { readonly data?: { readonly type?: string }; readonly name?: string };
}

const take = (name: string) => (page: Page) => page.getByRole('radio', { name, exact: true }).click();
const brush = (size: number) => async (page: Page) => {
  await take('Brush')(page);
  await page.getByRole('slider', { name: 'Brush size' }).fill(String(size));
};

const CASES: readonly Case[] = [
  { name: 'no button pressed', press: false, prepare: brush(48) },
  { name: 'brush of 48', press: true, prepare: brush(48) },
  { name: 'brush of 200', press: true, prepare: brush(200) },
  {
    name: 'brush of 48, mirrored on both axes',
    press: true,
    prepare: async (page) => {
      await brush(48)(page);
      await page.getByRole('button', { name: 'Mirror left and right' }).click();
      await page.getByRole('button', { name: 'Mirror top and bottom' }).click();
    },
  },
  {
    name: 'lasso',
    press: true,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Mirror left and right' }).click();
      await page.getByRole('button', { name: 'Mirror top and bottom' }).click();
      await take('Lasso')(page);
    },
  },
  { name: 'rectangle', press: true, prepare: take('Rectangle') },
];

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Moves the mouse along a curve that crosses itself, for as long as a case lasts. */
async function moveAbout(page: Page, press: boolean): Promise<void> {
  const box = await page.getByRole('img', { name: 'Layout canvas' }).boundingBox();
  if (!box) throw new Error('the layout canvas is not visible');
  const at = (turn: number): [number, number] => [
    box.x + box.width * (0.5 + 0.42 * Math.sin(3 * turn)),
    box.y + box.height * (0.5 + 0.42 * Math.sin(4 * turn + 0.6)),
  ];
  await page.mouse.move(...at(0));
  if (press) await page.mouse.down();
  const begun = Date.now();
  while (Date.now() - begun < 1000 * SECONDS) await page.mouse.move(...at((Date.now() - begun) / 900));
  if (press) await page.mouse.up();
}

/** Times between frames, as the page sees them. */
async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  // As text: what runs in the page must not be touched by whatever runs this file.
  await page.evaluate(`{
    const times = (window.frameTimes = []);
    requestAnimationFrame(function tick(now) {
      times.push(now);
      requestAnimationFrame(tick);
    });
  }`);
  await act();
  const times = await page.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes);
  return times.slice(1).map((time, i) => time - times[i]);
}

/** The trace of what happens meanwhile, of the thread that runs the page. */
async function traced(page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  const client = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', '__metadata'] },
  });
  await act();
  const complete = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
  await client.send('Tracing.end');
  await complete;
  await client.detach();
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ tid }) => tid),
  );
  return events.filter(({ tid }) => main.has(tid));
}

const milliseconds = (value: number) => value.toFixed(1).padStart(7);

const dist = process.argv[2] ?? 'dist';
const server = await preview({ build: { outDir: dist }, preview: { port: 5360 } });
const browser = await chromium.launch({
  executablePath: findChromium(),
  headless: false,
  args: CHROMIUM_ARGS,
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // A plain layout of that size, as a visit before would have left it; and no model or run, which would work beside.
  const count = [0, 7, 14].map((shift) => ((SIZE.width * SIZE.height) >> shift) & 127);
  const runs = Buffer.from([1, count[0] | 128, count[1] | 128, count[2]]).toString('base64');
  const draft = JSON.stringify(JSON.stringify({ ...SIZE, runs }));
  await page.addInitScript(`localStorage.setItem('tessera.layout', ${draft})`);
  await page.route(/\/(models|runs)\//, (route) => route.abort());
  await page.goto(server.resolvedUrls?.local[0] ?? 'http://localhost:5360/');
  await page.getByRole('radiogroup', { name: 'Labels' }).getByRole('radio').nth(3).click();
  await page.waitForTimeout(3000);
  console.log('ms: between frames (median, 95 %, longest) | own code a frame, longest 1 % of its calls');
  for (const { name, press, prepare } of CASES) {
    await prepare(page);
    let intervals: number[] = [];
    const trace = await traced(page, async () => {
      intervals = await frames(page, () => moveAbout(page, press));
    });
    // All that the page's own code does for a frame: handlers of moves, and what was put off to the frame.
    const dispatched = trace.filter(
      ({ name: kind }) => kind === 'EventDispatch' || kind === 'FireAnimationFrame',
    );
    const told = dispatched.filter(({ args }) => args?.data?.type === 'pointermove').length;
    const total = dispatched.reduce((sum, { dur }) => sum + (dur ?? 0) / 1000, 0);
    const each = dispatched.map(({ dur }) => (dur ?? 0) / 1000);
    const late = intervals.filter((interval) => interval > 2 * FRAME_MS + 1).length;
    console.log(
      name.padEnd(36),
      ...[0.5, 0.95, 1].map((share) => milliseconds(quantile(intervals, share))),
      ' |',
      milliseconds(total / intervals.length),
      milliseconds(quantile(each, 0.99)),
      ` | ${told} moves, ${late} of ${intervals.length} frames late`,
    );
    await page.keyboard.press('Control+z');
  }
} finally {
  await browser.close();
  await server.close();
}
