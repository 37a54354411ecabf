// `npx vite build && npx tsx bench/submissions.ts [--dist dist] [--port 5292] [--model models/landscapes/] [--seconds 60]`:
// how long each submission to the graphics card takes while the built page draws a picture on WebGPU, in headless Chromium.
// A submission's time counts from its sending, or from the end of the one before it. Prints JSON.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { median } from './measure/statistics.ts';
import { computingWorker, prepareWorker } from '../e2e/support/computingWorker.ts';
import { generateIsOffered, onBuiltPage } from './browser/builtPage.ts';

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '5292' },
    model: { type: 'string', default: 'models/landscapes/' },
    seconds: { type: 'string', default: '60' },
  },
});

/** Runs in the worker before its own script. */
const COUNT = `
  const { submit } = GPUQueue.prototype;
  let done = 0;
  self.submissions = [];
  GPUQueue.prototype.submit = function (buffers) {
    const sent = performance.now();
    submit.call(this, buffers);
    this.onSubmittedWorkDone().then(() => {
      const now = performance.now();
      self.submissions.push(now - Math.max(sent, done));
      done = now;
    });
  };
`;

const load = loadavg()[0];
const times = await onBuiltPage(
  {
    ...values,
    address: `?backend=webgpu&model=${values.model}`,
    prepare: (page) => prepareWorker(page, COUNT),
  },
  async (page) => {
    await generateIsOffered(page);
    await page.getByRole('button', { name: /^Example: Coast/ }).click();
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    const progress = page.getByRole('progressbar', { name: 'Generating' });
    await progress.waitFor();
    await progress.waitFor({ state: 'hidden', timeout: 1000 * Number(values.seconds) }).catch(() => {
      process.stderr.write('stopped before the picture was done\n');
    });
    return computingWorker(page).evaluate(() => (self as unknown as { submissions: number[] }).submissions);
  },
);
const longest = times.toSorted((a, b) => b - a).slice(0, 10);
console.log(
  JSON.stringify(
    {
      load,
      submissions: times.length,
      overOneSecond: times.filter((ms) => ms > 1000).length,
      medianMs: Math.round(median(times)),
      longestMs: longest.map(Math.round),
    },
    null,
    1,
  ),
);
