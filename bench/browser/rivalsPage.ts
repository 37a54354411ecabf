// What bench/webgpuRivals.ts runs in a browser's page.
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { createWebGpuEngine, type WebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import type { WeightFormat } from '../../src/engine/webgpu/wgsl/format.ts';
import { requestDevice } from '../../src/networks/webgpuDevice.ts';
import { webGpuContender } from '../measure/contender.ts';
import type { DecodeCase } from '../measure/decodeCase.ts';
import { measureCase } from '../measure/decodeFigures.ts';
import { randomTransformer } from '../measure/randomTransformer.ts';
import { ratiosOf } from '../report/ratios.ts';
import type { DecodeFigure, Ratio } from '../report/report.ts';
import { onnxContender, OnnxSequence } from '../rivals/onnxRuntime.ts';

export interface RivalsJob {
  readonly transformer: string;
  readonly architecture: TransformerArchitecture;
  readonly work: DecodeCase;
  readonly format: WeightFormat;
  readonly runs: number;
  readonly withOnnx: boolean;
}

export interface RivalsReport {
  readonly adapter: string;
  readonly features: readonly string[];
  /** Largest difference of a logit between the two, over a prompt and the tokens after it; null when alone. */
  readonly difference: number | null;
  readonly decode: readonly DecodeFigure[];
  readonly ratios: readonly Ratio[];
}

/** Our engine and onnxruntime-web on one device, in turns. */
export async function rivals(job: RivalsJob): Promise<RivalsReport> {
  const { transformer, architecture, work, format, runs, withOnnx } = job;
  const { device, info } = await requestDevice();
  const source = randomTransformer(architecture);
  const engine = await createWebGpuEngine(device, source, architecture, { weights: format });
  const contenders = [webGpuContender(`tessera ${format}`, engine)];
  let difference: number | null = null;
  if (withOnnx) {
    const sequence = await OnnxSequence.open(source, architecture, { provider: 'webgpu', device });
    difference = await largestDifference(engine, sequence);
    contenders.push(onnxContender(sequence, architecture));
  }
  const onProgress = (what: string) => console.info(what);
  const decode = await measureCase(work, contenders, { backend: 'webgpu', transformer, runs, onProgress });
  for (const contender of contenders) await contender.dispose();
  return {
    adapter: `${info.vendor} ${info.architecture} ${info.description}`,
    features: [...device.features].sort(),
    difference,
    decode,
    ratios: ratiosOf(decode),
  };
}

/** Both are asked for the same sequence: the other gets some tokens at once, then one after the other. */
async function largestDifference(engine: WebGpuEngine, sequence: OnnxSequence): Promise<number> {
  const { vocabulary } = engine.architecture;
  const tokens = Int32Array.from({ length: 6 }, (_, i) => (7 * i) % vocabulary);
  const ours = await engine.forward(tokens);
  sequence.reset();
  let most = 0;
  for (const [from, to] of [
    [0, 3],
    [3, 4],
    [4, 5],
    [5, 6],
  ]) {
    const theirs = await sequence.append(tokens.subarray(from, to));
    theirs.forEach((value, i) => {
      most = Math.max(most, Math.abs(value - ours[(to - 1) * vocabulary + i]));
    });
  }
  return most;
}
