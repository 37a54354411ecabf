import { kernelsOf, PictureKernels } from './kernelSet.ts';
import type { Program } from './program.ts';
import { testPictureKernels } from './selfTest.ts';

interface OfDevice {
  readonly kernels: PictureKernels;
  /** Kernels that were tested, or are being tested, by name. */
  readonly tested: Map<string, Promise<unknown>>;
}

const devices = new WeakMap<GPUDevice, OfDevice>();

/**
 * Kernels for an encoder or decoder, compiled and found right on this device. Needs no weights, so it may run while they are
 * downloaded; a kernel that another network uses too is tested once.
 * @throws TesseraError `kernel-refused`, `gpu-kernels-wrong`
 */
export async function preparedKernels(
  device: GPUDevice,
  program: Program,
  format: 'f32' | 'f16',
): Promise<PictureKernels> {
  let known = devices.get(device);
  if (known === undefined) {
    known = { kernels: new PictureKernels(device), tested: new Map() };
    devices.set(device, known);
  }
  const { kernels, tested } = known;
  const names = kernelsOf(program, format).map(({ name }) => name);
  const fresh = names.filter((name) => !tested.has(name));
  if (fresh.length > 0) {
    const test = kernels
      .prepare(program, format)
      .then(() => testPictureKernels(device, kernels, program, format, new Set(fresh)));
    for (const name of fresh) tested.set(name, test);
    // Not kept: a lost device or a full memory must not be taken for wrong kernels later.
    test.catch(() => fresh.forEach((name) => tested.delete(name)));
  }
  for (const name of names) await tested.get(name);
  return kernels;
}
