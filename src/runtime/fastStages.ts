import type { Manifest } from '../checkpoint/manifest.ts';
import type { TensorSource } from '../checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import { backendDevice } from '../networks/tf.ts';
import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';
import type { ImageEncoder } from '../networks/vqgan/imageEncoder.ts';

/** What is wrong with the device's driver and not with the model: tfjs brings kernels of its own. */
const DRIVER_FAULTS = ['kernel-refused', 'gpu-kernels-wrong'];

/**
 * A decoder with kernels of our own on the device of the present backend; null where there is no device.
 * @returns the reason instead when the device computes our kernels wrongly, so that tfjs may decode
 * @throws TesseraError of reading the weights and of the device
 */
export function fastDecoder(
  source: TensorSource,
  architecture: VqganArchitecture,
  dtype: Manifest['dtype'],
): Promise<ImageDecoder | TesseraError | null> {
  return onDevice(async (device) => {
    const [{ loadWebGpuDecoder }, kernels] = await Promise.all([
      import('../engine/webgpu/vqgan/decoder.ts'),
      decoderKernels(device, architecture, dtype),
    ]);
    return loadWebGpuDecoder(device, source, architecture, { format: formatOf(dtype), kernels });
  });
}

/** An encoder with kernels of our own; otherwise as `fastDecoder`. @throws TesseraError as `fastDecoder` */
export function fastEncoder(
  source: TensorSource,
  architecture: VqganArchitecture,
): Promise<ImageEncoder | TesseraError | null> {
  return onDevice(async (device) => {
    const [{ loadWebGpuEncoder }, kernels] = await Promise.all([
      import('../engine/webgpu/vqgan/encoder.ts'),
      encoderKernels(device, architecture),
    ]);
    return loadWebGpuEncoder(device, source, architecture, { kernels });
  });
}

/**
 * Begins to compile and test the kernels that generating with a model needs while its weights arrive. Failures are told
 * by `fastDecoder` and `fastEncoder`.
 */
export async function warmStages({ imageStage, conditioning, dtype }: Manifest): Promise<void> {
  const device = backendDevice();
  if (device === null) return;
  const stages = conditioning.flatMap(({ stage }) => (stage?.type === 'vqgan' ? [stage] : []));
  await Promise.allSettled([
    ...(imageStage === null ? [] : [decoderKernels(device, imageStage, dtype)]),
    ...stages.map((stage) => encoderKernels(device, stage)),
  ]);
}

async function onDevice<T>(load: (device: GPUDevice) => Promise<T>): Promise<T | TesseraError | null> {
  const device = backendDevice();
  if (device === null) return null;
  try {
    return await load(device);
  } catch (error) {
    if (error instanceof TesseraError && DRIVER_FAULTS.includes(error.code)) return error;
    throw error;
  }
}

async function decoderKernels(device: GPUDevice, architecture: VqganArchitecture, dtype: Manifest['dtype']) {
  const [{ preparedKernels }, { decoderProgram }] = await Promise.all([
    import('../engine/webgpu/vqgan/preparedKernels.ts'),
    import('../engine/webgpu/vqgan/decoderProgram.ts'),
  ]);
  return preparedKernels(device, decoderProgram(architecture), formatOf(dtype));
}

async function encoderKernels(device: GPUDevice, architecture: VqganArchitecture) {
  const [{ preparedKernels }, { encoderProgram }, { ENCODER_FORMAT }] = await Promise.all([
    import('../engine/webgpu/vqgan/preparedKernels.ts'),
    import('../engine/webgpu/vqgan/encoderProgram.ts'),
    import('../engine/webgpu/vqgan/encoder.ts'),
  ]);
  return preparedKernels(device, encoderProgram(architecture), ENCODER_FORMAT);
}

/** Halves stay packed; bytes are made float32, which keeps their values exactly. */
function formatOf(dtype: Manifest['dtype']): 'f32' | 'f16' {
  return dtype === 'f16' ? 'f16' : 'f32';
}
