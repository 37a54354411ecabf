import type * as Runtime from 'onnxruntime-web';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { drawToken } from '../../src/core/draw.ts';
import { uniform } from '../../src/core/philox.ts';
import type { Contender } from '../measure/contender.ts';
import { codesOf, promptOf, SETTINGS } from '../measure/decodeCase.ts';
import { cacheNames, onnxTransformer } from './onnxTransformer.ts';

/** Where onnxruntime-web computes. */
export type OnnxPlace =
  /** This process's processor, by WASM with SIMD. */
  | { readonly provider: 'wasm'; readonly threads: number }
  /** A browser's graphics adapter; keys and values stay in its memory. */
  | { readonly provider: 'webgpu'; readonly device: GPUDevice };

/** A cached sequence in onnxruntime: rows are appended, logits of the last one come back. */
export class OnnxSequence {
  private cache: Record<string, Runtime.Tensor> = {};
  private length = 0;

  private constructor(
    private readonly runtime: typeof Runtime,
    private readonly session: Runtime.InferenceSession,
    private readonly shape: TransformerArchitecture,
  ) {}

  static async open(
    source: TensorSource,
    architecture: TransformerArchitecture,
    place: OnnxPlace,
  ): Promise<OnnxSequence> {
    const bytes = await onnxTransformer(source, architecture);
    if (place.provider === 'wasm') {
      const runtime = await import('onnxruntime-web');
      runtime.env.wasm.numThreads = place.threads;
      const session = await runtime.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
      return new OnnxSequence(runtime, session, architecture);
    }
    const runtime = await import('onnxruntime-web/webgpu');
    runtime.env.wasm.numThreads = 1;
    Object.assign(runtime.env.webgpu, { device: place.device });
    const kept = Array.from({ length: architecture.layers }, (_, layer) => cacheNames(layer)).flat();
    const session = await runtime.InferenceSession.create(bytes, {
      executionProviders: ['webgpu'],
      preferredOutputLocation: Object.fromEntries(kept.map(({ present }) => [present, 'gpu-buffer'])),
    });
    return new OnnxSequence(runtime, session, architecture);
  }

  reset(): void {
    this.forget();
    const { heads, width, layers } = this.shape;
    this.length = 0;
    this.cache = {};
    for (let layer = 0; layer < layers; layer++) {
      for (const { past } of cacheNames(layer))
        this.cache[past] = new this.runtime.Tensor('float32', new Float32Array(), [heads, 0, width / heads]);
    }
  }

  /** @returns raw logits [vocabulary] of the last token */
  async append(tokens: Int32Array): Promise<Float32Array> {
    const { Tensor } = this.runtime;
    const [rows, past] = [tokens.length, this.length];
    const all = past + rows;
    const mask = new Float32Array(rows * all);
    for (let row = 0; row < rows; row++) mask.fill(-Infinity, row * all + past + row + 1, (row + 1) * all);
    const integers = (values: Int32Array) => new Tensor('int64', BigInt64Array.from(values, BigInt), [rows]);
    const out = await this.session.run({
      ids: integers(tokens),
      places: integers(Int32Array.from({ length: rows }, (_, row) => past + row)),
      mask: new Tensor('float32', mask, [rows, all]),
      ...this.cache,
    });
    this.forget();
    for (let layer = 0; layer < this.shape.layers; layer++)
      for (const names of cacheNames(layer)) this.cache[names.past] = out[names.present];
    this.length = all;
    return (await out.logits.getData()) as Float32Array;
  }

  async dispose(): Promise<void> {
    this.forget();
    await this.session.release();
  }

  /** Gives the cache's graphics memory back. */
  private forget(): void {
    for (const tensor of Object.values(this.cache)) if (tensor.location === 'gpu-buffer') tensor.dispose();
    this.cache = {};
  }
}

/** onnxruntime-web as a contender: the same weights, prompt, numbers and draw as ours. */
export function onnxContender(sequence: OnnxSequence, architecture: TransformerArchitecture): Contender {
  return {
    name: 'onnxruntime-web',
    async run(work, seed) {
      const codes = codesOf(architecture);
      const prompt = promptOf(work, architecture);
      const started = performance.now();
      sequence.reset();
      let next = prompt;
      for (let i = 0; i < work.tokens; i++) {
        const logits = await sequence.append(next);
        const u = uniform(seed, Math.floor(i / work.width), i % work.width);
        next = Int32Array.of(drawToken(logits, SETTINGS, codes, u));
      }
      const elapsedMs = performance.now() - started;
      return { positions: prompt.length + work.tokens - 1, tokens: work.tokens, elapsedMs };
    },
    facts: () => ({}),
    dispose: () => sequence.dispose(),
  };
}
