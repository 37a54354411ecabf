/** Runs the small golden cases on WebGPU in a page; the test calls these and judges the figures. */
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { EMPTY } from '../../src/core/grid.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { goldenModel, type ReadGolden } from '../../tests/goldens/goldenModel.ts';
import { runGptCases, type GptOutcome } from '../../tests/goldens/gptCases.ts';
import {
  labelInput,
  net2netCases,
  runSampling,
  type SamplingOutcome,
} from '../../tests/goldens/samplingCases.ts';
import { runVqganCases, type VqganOutcome } from '../../tests/goldens/vqganCases.ts';

const read: ReadGolden = async (path) => {
  const response = await fetch(`/goldens/${path}`);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

/** Rows of a greedy window that are given, for time: eager tfjs on a software adapter takes a quarter of a second a token. */
const KEPT_ROWS = 11;

export interface Harness {
  start(): Promise<string>;
  vqgan(folder: string, checkpoint: string): Promise<VqganOutcome[]>;
  gpt(checkpoint: string): Promise<GptOutcome[]>;
  greedy(grid: string): Promise<SamplingOutcome>;
}

const harness: Harness = {
  async start() {
    return (await startBackend('webgpu')).adapter ?? '';
  },
  async vqgan(folder, checkpoint) {
    return runVqganCases(read, folder, await goldenModel(read, checkpoint));
  },
  async gpt(checkpoint) {
    return runGptCases(read, await goldenModel(read, checkpoint, { heads: 4 }));
  },
  async greedy(grid) {
    const model = await goldenModel(read, 'net2net/net2net.zip.ckpt', { heads: 4 });
    const engine = new TfjsEngine(await model.gpt());
    const one = (await net2netCases(read)).get(grid);
    if (!one) throw new Error(`no case ${grid}`);
    const [height, width] = one.grid;
    const tokens = Int32Array.from(one.greedy_tokens!.flat(), (token, i) =>
      i < width * KEPT_ROWS ? token : EMPTY,
    );
    const run = { read, folder: 'net2net', model, engine, greedy: true };
    return runSampling(run, one, await labelInput(read, one), { height, width, tokens });
  },
};

declare global {
  interface Window {
    harness: Harness;
  }
}
window.harness = harness;
