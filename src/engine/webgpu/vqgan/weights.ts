import { readShaped } from '../../../checkpoint/readShaped.ts';
import type { TensorSource } from '../../../checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../../../core/architecture.ts';
import { filledBuffer } from '../device.ts';
import { packConvolution, packRows, packVectors } from './packConvolution.ts';
import type { ConvolutionStep, Program } from './program.ts';

/** Buffers of one convolution and of the norm in front of it. */
export interface ConvolutionBuffers {
  readonly weights: GPUBuffer;
  readonly bias: GPUBuffer;
  readonly norm: GPUBuffer | null;
}

export interface VqganBuffers {
  /** Rows padded to quads, always float32: the reference decodes from exact rows. */
  readonly codebook: GPUBuffer;
  /** By step. */
  readonly convolutions: ReadonlyMap<ConvolutionStep, ConvolutionBuffers>;
  /** The codebook as the model has it, [codes, embedDim]. */
  readonly rows: Float32Array;
  readonly bytes: number;
  dispose(): void;
}

/**
 * Reads what a program needs, tensor by tensor, and packs it into GPU memory.
 * @throws TesseraError `tensor-missing`, `tensor-shape`
 */
export async function loadVqganBuffers(
  device: GPUDevice,
  source: TensorSource,
  arch: VqganArchitecture,
  program: Program,
  format: 'f32' | 'f16',
): Promise<VqganBuffers> {
  const owned: GPUBuffer[] = [];
  const dispose = (): void => owned.forEach((buffer) => buffer.destroy());
  const upload = (name: string, data: Float32Array | Uint16Array): GPUBuffer => {
    const buffer = filledBuffer(device, name, data);
    owned.push(buffer);
    return buffer;
  };
  const vector = (name: string, length: number) => readShaped(source, name, [length]);
  const load = async (step: ConvolutionStep): Promise<ConvolutionBuffers> => {
    const { names, inputs, outputs, size, normName } = step;
    const kernels: Float32Array[] = [];
    const biases: Float32Array[] = [];
    for (const name of names) {
      kernels.push(await readShaped(source, `${name}.weight`, [outputs, inputs, size, size]));
      biases.push(await vector(`${name}.bias`, outputs));
    }
    const scaleAndShift =
      normName === null
        ? null
        : packVectors(await vector(`${normName}.weight`, inputs), await vector(`${normName}.bias`, inputs));
    return {
      weights: upload(names[0], packConvolution(kernels, inputs, outputs, size, format)),
      bias: upload(`${names[0]} bias`, packVectors(...biases)),
      norm: scaleAndShift && upload(`${names[0]} norm`, scaleAndShift),
    };
  };
  try {
    const name = arch.quantizer === 'gumbel' ? 'quantize.embed.weight' : 'quantize.embedding.weight';
    const rows = await readShaped(source, name, [arch.codes, arch.embedDim]);
    const codebook = upload('codebook', packRows(rows, arch.embedDim));
    const convolutions = new Map<ConvolutionStep, ConvolutionBuffers>();
    for (const step of program.steps) {
      if (step.kind === 'convolution') convolutions.set(step, await load(step));
    }
    const bytes = owned.reduce((sum, { size }) => sum + size, 0);
    return { codebook, convolutions, rows, bytes, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
