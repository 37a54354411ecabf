// `npx tsx bench/wasmThreads.ts [--threads 1,2] [--runs 5]`: the WASM path in a cross-origin isolated page of a headless
// Chromium, by the number of threads that tfjs may use: a prefill of 256 positions and the tokens after it, at the width of
// the shipped transformer. Prints JSON.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { inBrowser } from './browser/harness.ts';
import type * as InPage from './browser/wasmThreadsPage.ts';

const { values } = parseArgs({
  options: { threads: { type: 'string', default: '1,2' }, runs: { type: 'string', default: '5' } },
});
for (const threads of values.threads.split(',').map(Number)) {
  const load = loadavg()[0];
  const figure = await inBrowser({ isolated: true }, (page) =>
    page.evaluate(
      async (job) => {
        const module = '/bench/browser/wasmThreadsPage.ts';
        const { wasmFigure } = (await import(module)) as typeof InPage;
        return wasmFigure(job);
      },
      { threads, runs: Number(values.runs) },
    ),
  );
  console.log(JSON.stringify({ load, ...figure }));
}
