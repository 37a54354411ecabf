import type { DecodeEngine } from '../../src/engine/engine.ts';
import type { WebGpuEngine } from '../../src/engine/webgpu/engine.ts';
import { type DecodeCase, runCase } from './decodeCase.ts';

/** What one run took. */
export interface Sample {
  readonly positions: number;
  readonly tokens: number;
  readonly elapsedMs: number;
  readonly dispatches?: number;
  readonly encodeMs?: number;
  readonly gpuMs?: number;
}

/** Something that decodes a case: an engine of ours or somebody else's runtime. */
export interface Contender {
  readonly name: string;
  run(work: DecodeCase, seed: number): Promise<Sample>;
  /** Facts that do not change from run to run. */
  facts(): { readonly weightBytesPerToken?: number; readonly gpuBytes?: number; readonly maxSlots?: number };
  dispose(): void | Promise<void>;
}

/** A tfjs engine. */
export function plainContender(name: string, engine: DecodeEngine): Contender {
  return {
    name,
    run: (work, seed) => runCase(engine, work, seed),
    facts: () => ({}),
    dispose: () => engine.dispose(),
  };
}

/** Our WebGPU engine, with what it counts. */
export function webGpuContender(name: string, engine: WebGpuEngine): Contender {
  return {
    name,
    async run(work, seed) {
      const before = { ...engine.counters };
      const { positions, tokens, elapsedMs } = await runCase(engine, work, seed);
      const { dispatches, encodeMs, gpuMs } = engine.counters;
      return {
        positions,
        tokens,
        elapsedMs,
        dispatches: dispatches - before.dispatches,
        encodeMs: encodeMs - before.encodeMs,
        ...(gpuMs !== null && before.gpuMs !== null && { gpuMs: gpuMs - before.gpuMs }),
      };
    },
    facts: () => ({
      weightBytesPerToken: engine.memory.weightsPerToken,
      gpuBytes: engine.memory.total,
      maxSlots: engine.maxSlots,
    }),
    dispose: () => engine.dispose(),
  };
}
