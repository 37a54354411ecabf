import type { TransformerArchitecture } from '../../core/architecture.ts';
import { compile, stepLayout } from './device.ts';
import { networkKernels } from './network.ts';
import { shapeOf } from './shape.ts';
import { cacheFormatFor, type WeightFormat } from './wgsl/format.ts';

/**
 * Compiles a transformer's kernels before its weights are there: the engine that is made later finds them ready.
 * @throws TesseraError `architecture-unsupported`, `kernel-refused`
 */
export async function compileAhead(
  device: GPUDevice,
  architecture: TransformerArchitecture,
  weights: WeightFormat,
): Promise<void> {
  const shape = shapeOf(architecture);
  const layout = stepLayout(device);
  const kernels = networkKernels(shape, { weights, cache: cacheFormatFor(weights) });
  await Promise.all(kernels.map((kernel) => compile(device, layout, kernel)));
}
