import type { VqganArchitecture } from '../../../core/architecture.ts';
import { optionsOf, PictureKernels } from './kernelSet.ts';
import { convolutionShader } from './kernels/convolution.ts';
import { decoderProgram } from './program.ts';
import { testPictureKernels } from './selfTest.ts';

interface OfDevice {
  readonly kernels: PictureKernels;
  /** Sets of kernels that were tested, or are being tested. */
  readonly tested: Map<string, Promise<void>>;
}

const devices = new WeakMap<GPUDevice, OfDevice>();

/**
 * Kernels for the decoder of this architecture, compiled and found right on this device. Needs no weights, so it may run
 * while they are downloaded; asked for again, it gives what is there.
 * @throws TesseraError `kernel-refused`, `gpu-kernels-wrong`
 */
export async function preparedKernels(
  device: GPUDevice,
  architecture: VqganArchitecture,
  format: 'f32' | 'f16',
): Promise<PictureKernels> {
  let known = devices.get(device);
  if (known === undefined) {
    known = { kernels: new PictureKernels(device), tested: new Map() };
    devices.set(device, known);
  }
  const { kernels, tested } = known;
  const program = decoderProgram(architecture);
  const names = program.steps.map((step) => {
    if (step.kind === 'convolution') return convolutionShader(optionsOf(step, format)).name;
    return step.kind === 'attention' ? `attention ${step.channels}` : step.kind;
  });
  const key = [...new Set(names)].sort().join();
  let test = tested.get(key);
  if (test === undefined) {
    test = kernels
      .prepare(program, format)
      .then(() => testPictureKernels(device, kernels, program, format))
      .then(() => undefined);
    tested.set(key, test);
    // Not kept: a lost device or a full memory must not be taken for wrong kernels later.
    test.catch(() => tested.delete(key));
  }
  await test;
  return kernels;
}
