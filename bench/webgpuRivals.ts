// `npx tsx bench/webgpuRivals.ts [--layers 2] [--width 64] [--tokens 8] [--runs 5] [--format f32] [--alone] [--gpu]`: our
// engine and onnxruntime-web's WebGPU provider on one device of a headless Chromium, the same weights, prompt, numbers and
// draw, in turns; --alone leaves the other out, --gpu takes the machine's own driver. Prints JSON, and on stderr what it does.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import type { WeightFormat } from '../src/engine/webgpu/wgsl/format.ts';
import { inBrowser } from './browser/harness.ts';
import type * as InPage from './browser/rivalsPage.ts';

const { values } = parseArgs({
  options: {
    layers: { type: 'string', default: '2' },
    width: { type: 'string', default: '64' },
    tokens: { type: 'string', default: '8' },
    runs: { type: 'string', default: '5' },
    format: { type: 'string', default: 'f32' },
    alone: { type: 'boolean', default: false },
    gpu: { type: 'boolean', default: false },
  },
});
const [layers, width, tokens, runs] = [values.layers, values.width, values.tokens, values.runs].map(Number);
const load = loadavg()[0];
const job: InPage.RivalsJob = {
  transformer: `${layers} x ${width}`,
  architecture: {
    layers,
    heads: Math.max(1, width >> 4),
    width,
    vocabulary: 128,
    blockSize: 512,
    unmasked: 0,
  },
  work: { work: `${tokens} tokens`, height: 16, width: 16, mode: 'exact', condition: 'prefix', tokens },
  format: values.format as WeightFormat,
  runs,
  withOnnx: !values.alone,
};
const report = await inBrowser({ gpu: values.gpu }, (page) =>
  page.evaluate(async (wanted) => {
    const module = '/bench/browser/rivalsPage.ts';
    const { rivals } = (await import(module)) as typeof InPage;
    return rivals(wanted);
  }, job),
);
console.log(JSON.stringify({ load, ...report }, null, 1));
