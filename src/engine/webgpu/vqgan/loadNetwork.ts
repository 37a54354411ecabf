import { PictureKernels } from './kernelSet.ts';
import type { RunParts } from './pictureRun.ts';
import type { Program } from './program.ts';
import { Submitter } from './submitter.ts';
import type { ConvolutionSet } from './weights.ts';

/** How an encoder or decoder may be loaded. */
export interface LoadOptions {
  /** Compiled before, or by the self-test. */
  readonly kernels?: PictureKernels;
  /** Most bytes of one buffer; default what the device allows. Smaller ones mean more bands and the same result. */
  readonly bufferBytes?: number;
}

/** A network ready to run, with weights of the kind that was uploaded. */
interface LoadedNetwork<W extends ConvolutionSet> {
  readonly parts: RunParts & { readonly weights: W };
  /** Most bytes of one buffer: what was asked for, and never more than the device allows. */
  readonly bufferBytes: number;
}

/**
 * Compiles a program's kernels while its weights are uploaded.
 * @throws TesseraError `kernel-refused`, and what `upload` throws
 */
export async function loadNetwork<W extends ConvolutionSet>(
  device: GPUDevice,
  program: Program,
  format: 'f32' | 'f16',
  { kernels = new PictureKernels(device), bufferBytes = Infinity }: LoadOptions,
  upload: () => Promise<W>,
): Promise<LoadedNetwork<W>> {
  const compiling = kernels.prepare(program, format);
  compiling.catch(() => undefined); // thrown again below
  const weights = await upload();
  try {
    await compiling;
  } catch (error) {
    weights.dispose();
    throw error;
  }
  const submitter = new Submitter(device, kernels.layout);
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  return {
    parts: { device, program, kernels, weights, submitter, format },
    bufferBytes: Math.min(bufferBytes, maxStorageBufferBindingSize, maxBufferSize),
  };
}
