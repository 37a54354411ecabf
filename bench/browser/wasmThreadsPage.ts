// What bench/wasmThreads.ts runs in a browser's page.
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { loadGpt } from '../../src/networks/transformer/gpt.ts';
import { type DecodeCase, runCase } from '../measure/decodeCase.ts';
import { randomTransformer } from '../measure/randomTransformer.ts';
import { median } from '../measure/statistics.ts';

const SHAPE = { layers: 8, heads: 8, width: 256, vocabulary: 2592, blockSize: 512, unmasked: 0 };
const LAYOUT: DecodeCase = {
  work: 'layout',
  height: 16,
  width: 16,
  mode: 'exact',
  condition: 'spatial',
  tokens: 1,
};
const TOKENS = 17;

/** Milliseconds: medians over `runs`. */
interface WasmFigure {
  readonly threads: number;
  readonly isolated: boolean;
  readonly prefillMs: number;
  readonly tokenMs: number;
}

export async function wasmFigure(job: {
  readonly threads: number;
  readonly runs: number;
}): Promise<WasmFigure> {
  const wasmPath = '/node_modules/@tensorflow/tfjs-backend-wasm/dist/';
  await startBackend('wasm', { wasmPath, wasmThreads: job.threads });
  const gpt = await loadGpt(randomTransformer(SHAPE), SHAPE);
  const engine = new TfjsEngine(gpt);
  const prefill: number[] = [];
  const token: number[] = [];
  for (let run = 0; run <= job.runs; run++) {
    const first = await runCase(engine, LAYOUT, run);
    const more = await runCase(engine, { ...LAYOUT, tokens: TOKENS }, run);
    if (run === 0) continue;
    prefill.push(first.elapsedMs);
    token.push((more.elapsedMs - first.elapsedMs) / (TOKENS - 1));
  }
  return {
    threads: job.threads,
    isolated: crossOriginIsolated,
    prefillMs: median(prefill),
    tokenMs: median(token),
  };
}
