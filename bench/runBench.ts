import { loadavg } from 'node:os';
import type { TransformerArchitecture } from '../src/core/architecture.ts';
import type { DecodeEngine } from '../src/engine/engine.ts';
import { ReferenceEngine } from '../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../src/engine/tfjs/tfjsEngine.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../src/engine/webgpu/engine.ts';
import { startBackend } from '../src/networks/tf.ts';
import { loadGpt } from '../src/networks/transformer/gpt.ts';
import { copyBandwidth } from './copyBandwidth.ts';
import { type DecodeCase, runCase } from './decodeCase.ts';
import { positionFigure } from './positions.ts';
import { randomTransformer } from './randomTransformer.ts';
import type { BenchReport, DecodeFigure } from './report.ts';

export interface BenchOptions {
  readonly gpu: GPU;
  /** Also the 24-layer transformer of the published models; minutes on a software adapter, gigabytes of memory. */
  readonly full: boolean;
  readonly runs: number;
  readonly onProgress: (what: string) => void;
}

interface Transformer {
  readonly name: string;
  readonly architecture: TransformerArchitecture;
  readonly cases: readonly EngineCase[];
}

/** Work, and the engines that are compared on it: what takes minutes on a software adapter is left to few. */
interface EngineCase extends DecodeCase {
  readonly engines: readonly EngineName[];
}

type EngineName = 'webgpu f32' | 'webgpu f16' | 'webgpu int8' | 'tfjs' | 'reference';

const tokens = (count: number, ...engines: EngineName[]): EngineCase => ({
  work: `${count} tokens`,
  height: 16,
  width: 16,
  mode: 'exact',
  condition: 'prefix',
  tokens: count,
  engines,
});
/** The condition's 256 positions, and one token. */
const prefill = (...engines: EngineName[]): EngineCase => ({
  ...tokens(1, ...engines),
  work: 'first token of a layout',
  condition: 'spatial',
});
const shape = (
  layers: number,
  heads: number,
  width: number,
  vocabulary: number,
): TransformerArchitecture => ({
  layers,
  heads,
  width,
  vocabulary,
  blockSize: 512,
  unmasked: 0,
});

const TRANSFORMERS: readonly Transformer[] = [
  {
    name: '2 x 64',
    architecture: shape(2, 4, 64, 128),
    cases: [tokens(8, 'webgpu f16', 'tfjs', 'reference'), prefill('webgpu f16', 'tfjs')],
  },
  {
    name: '7 x 256 (shipped)',
    architecture: shape(7, 8, 256, 1312),
    cases: [tokens(8, 'webgpu f32', 'webgpu f16', 'webgpu int8', 'tfjs')],
  },
  {
    name: '24 x 64 (cost of 24 layers of dispatches)',
    architecture: shape(24, 4, 64, 1024),
    cases: [tokens(2, 'webgpu f16', 'tfjs'), tokens(64, 'webgpu f16')],
  },
];

const FULL: readonly Transformer[] = [
  { name: '7 x 256 (shipped)', architecture: shape(7, 8, 256, 1312), cases: [prefill('webgpu f16', 'tfjs')] },
  {
    name: '24 x 1024 (published)',
    architecture: shape(24, 16, 1024, 1024),
    cases: [tokens(16, 'webgpu f16', 'webgpu int8', 'tfjs'), prefill('webgpu f16', 'tfjs')],
  },
];

/** Measures on one device, the engines taking turns so that a busy machine hits all of them. */
export async function runBench({ gpu, full, runs, onProgress }: BenchOptions): Promise<BenchReport> {
  const [load] = loadavg();
  const { device, adapter } = await startBackend('webgpu', { gpu });
  const copyGigabytesPerSecond = await copyBandwidth(device!, runs);
  const decode: DecodeFigure[] = [];
  for (const transformer of full ? [...TRANSFORMERS, ...FULL] : TRANSFORMERS) {
    onProgress(transformer.name);
    decode.push(...(await measure(device!, transformer, runs, onProgress)));
  }
  const positions = [
    [16, 16],
    [32, 32],
    [64, 64],
    [52, 80],
  ].map(([height, width]) => positionFigure(height, width));
  return { adapter: adapter ?? 'unknown', copyGigabytesPerSecond, load, positions, decode };
}

async function measure(
  device: GPUDevice,
  { name, architecture, cases }: Transformer,
  runs: number,
  onProgress: (what: string) => void,
): Promise<DecodeFigure[]> {
  const source = randomTransformer(architecture);
  const gpt = await loadGpt(source, architecture);
  const engines = new Map<EngineName, DecodeEngine>();
  for (const engine of new Set(cases.flatMap((one) => one.engines))) {
    onProgress(`${name}: making ${engine}`);
    if (engine === 'tfjs') engines.set(engine, new TfjsEngine(gpt));
    else if (engine === 'reference') engines.set(engine, new ReferenceEngine(gpt));
    else {
      const weights = engine.slice('webgpu '.length) as 'f32' | 'f16' | 'int8';
      engines.set(engine, await createWebGpuEngine(device, source, architecture, { weights }));
    }
  }
  const figures: DecodeFigure[] = [];
  for (const work of cases) {
    const samples = new Map<EngineName, Sample[]>(work.engines.map((engine) => [engine, []]));
    // Run 0 compiles and is not counted.
    for (let run = 0; run <= runs; run++) {
      for (const engine of work.engines) {
        onProgress(`${name}, ${work.work}: ${engine}, run ${run} of ${runs}`);
        // One token of the reference rule costs as much as hundreds of the others.
        const count = engine === 'reference' || run === 0 ? 1 : work.tokens;
        const sample = await sampleOf(engines.get(engine)!, { ...work, tokens: count }, run);
        if (run > 0) samples.get(engine)!.push(sample);
      }
    }
    for (const [engine, all] of samples) figures.push(figureOf(engine, name, work, all, engines));
  }
  for (const engine of engines.values()) engine.dispose();
  gpt.dispose();
  return figures;
}

interface Sample {
  readonly positions: number;
  readonly tokens: number;
  readonly elapsedMs: number;
  readonly dispatches: number;
  readonly encodeMs: number;
}

async function sampleOf(engine: DecodeEngine, work: DecodeCase, seed: number): Promise<Sample> {
  const counters = (engine as Partial<WebGpuEngine>).counters;
  const before = counters && { ...counters };
  const { positions, tokens, elapsedMs } = await runCase(engine, work, seed);
  const dispatches = (counters?.dispatches ?? 0) - (before?.dispatches ?? 0);
  const encodeMs = (counters?.encodeMs ?? 0) - (before?.encodeMs ?? 0);
  return { positions, tokens, elapsedMs, dispatches, encodeMs };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function figureOf(
  engine: EngineName,
  transformer: string,
  { work }: DecodeCase,
  samples: readonly Sample[],
  made: ReadonlyMap<EngineName, DecodeEngine>,
): DecodeFigure {
  const { tokens, positions } = samples[0];
  const msPerToken = median(samples.map((sample) => sample.elapsedMs)) / tokens;
  const figure = {
    engine,
    transformer,
    work: engine === 'reference' ? '1 token' : work,
    runs: samples.length,
    positions,
    tokens,
    msPerToken,
    tokensPerSecond: 1000 / msPerToken,
  };
  const webgpu = made.get(engine) as Partial<WebGpuEngine>;
  if (webgpu.counters === undefined) return figure;
  const { total, weightsPerToken } = webgpu.memory!;
  const rows = positions === tokens ? 1 : 0; // bandwidth means something for one-row steps only
  return {
    ...figure,
    dispatchesPerToken: median(samples.map(({ dispatches }) => dispatches)) / tokens,
    encodeMsPerToken: median(samples.map(({ encodeMs }) => encodeMs)) / tokens,
    ...(rows === 1 && { gigabytesPerSecond: weightsPerToken / msPerToken / 1e6 }),
    gpuBytes: total,
  };
}
