import type { Manifest } from '../checkpoint/manifest.ts';
import type { TensorSource } from '../checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import { backendDevice } from '../networks/tf.ts';
import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';

/** What is wrong with the device's driver and not with the model: tfjs brings kernels of its own. */
const DRIVER_FAULTS = ['kernel-refused', 'gpu-kernels-wrong'];

/**
 * A decoder with kernels of our own on the device of the present backend; null where there is no device.
 * @returns the reason instead when the device computes our kernels wrongly, so that tfjs may decode
 * @throws TesseraError of reading the weights and of the device
 */
export async function fastDecoder(
  source: TensorSource,
  architecture: VqganArchitecture,
  dtype: Manifest['dtype'],
): Promise<ImageDecoder | TesseraError | null> {
  const device = backendDevice();
  if (device === null) return null;
  const format = formatOf(dtype);
  try {
    const [{ preparedKernels }, { loadWebGpuDecoder }] = await Promise.all([
      import('../engine/webgpu/vqgan/preparedKernels.ts'),
      import('../engine/webgpu/vqgan/decoder.ts'),
    ]);
    const kernels = await preparedKernels(device, architecture, format);
    return await loadWebGpuDecoder(device, source, architecture, { format, kernels });
  } catch (error) {
    if (error instanceof TesseraError && DRIVER_FAULTS.includes(error.code)) return error;
    throw error;
  }
}

/** Begins to compile and test the kernels of a model while its weights arrive. Failures are told by `fastDecoder`. */
export async function warmDecoder({ imageStage, dtype }: Manifest): Promise<void> {
  const device = backendDevice();
  if (device === null || imageStage === null) return;
  const { preparedKernels } = await import('../engine/webgpu/vqgan/preparedKernels.ts');
  await preparedKernels(device, imageStage, formatOf(dtype)).catch(() => undefined);
}

/** Halves stay packed; bytes are made float32, which keeps their values exactly. */
function formatOf(dtype: Manifest['dtype']): 'f32' | 'f16' {
  return dtype === 'f16' ? 'f16' : 'f32';
}
