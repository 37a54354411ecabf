import type { Manifest } from '../checkpoint/manifest.ts';
import { TesseraError } from '../core/errors.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import { TfjsEngine } from '../engine/tfjs/tfjsEngine.ts';
import { canGuide } from './guidance.ts';
import type { LoadedModel } from './model.ts';

/**
 * The fastest engine there is: kernels of our own where tfjs has a GPU device and they fit the transformer, else tfjs.
 * Weights stay packed as the model stores them.
 * @throws TesseraError of reading the weights and of the engine
 */
export async function fastEngine(model: LoadedModel, device: GPUDevice | null): Promise<DecodeEngine> {
  if (device === null) return new TfjsEngine(await model.gpt());
  const { createWebGpuEngine } = await import('../engine/webgpu/engine.ts');
  try {
    return await createWebGpuEngine(device, await model.transformerWeights(), model.transformer, {
      weights: model.manifest.dtype,
      guided: canGuide(model.manifest),
    });
  } catch (error) {
    // Widths that are no whole quads, or very wide heads: no published model has them, and tfjs takes any.
    if (!(error instanceof TesseraError) || error.code !== 'architecture-unsupported') throw error;
    return new TfjsEngine(await model.gpt());
  }
}

/** Begins to compile a model's kernels while its weights arrive. Failures are told by `fastEngine`. */
export async function warmEngine({ transformer, dtype }: Manifest, device: GPUDevice | null): Promise<void> {
  if (device === null || transformer === null) return;
  const { compileAhead } = await import('../engine/webgpu/compileAhead.ts');
  await compileAhead(device, transformer, dtype).catch(() => undefined);
}
