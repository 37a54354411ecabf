import { readShaped } from '../../../checkpoint/readShaped.ts';
import type { TensorSource } from '../../../checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../../../core/architecture.ts';
import { filledBuffer } from '../device.ts';
import { packConvolution, packRows, packVectors } from './packConvolution.ts';
import type { ConvolutionStep, LabelStep, Program } from './program.ts';

/** Buffers of one convolution and of the norm in front of it. */
export interface ConvolutionBuffers {
  readonly weights: GPUBuffer;
  readonly bias: GPUBuffer;
  readonly norm: GPUBuffer | null;
}

/** Convolutions by step. */
export interface ConvolutionSet {
  readonly convolutions: ReadonlyMap<ConvolutionStep | LabelStep, ConvolutionBuffers>;
  readonly bytes: number;
  dispose(): void;
}

export interface DecoderBuffers extends ConvolutionSet {
  /** Rows padded to quads, always float32: the reference decodes from exact rows. */
  readonly codebook: GPUBuffer;
  /** The codebook as the model has it, [codes, embedDim]. */
  readonly rows: Float32Array;
}

/**
 * Reads what a program's convolutions need, tensor by tensor, and packs it into GPU memory.
 * @throws TesseraError `tensor-missing`, `tensor-shape`
 */
export async function loadConvolutions(
  device: GPUDevice,
  source: TensorSource,
  program: Program,
  format: 'f32' | 'f16',
): Promise<ConvolutionSet> {
  const owned: GPUBuffer[] = [];
  const dispose = (): void => owned.forEach((buffer) => buffer.destroy());
  const upload = (name: string, data: Float32Array | Uint16Array): GPUBuffer => {
    const buffer = filledBuffer(device, name, data);
    owned.push(buffer);
    return buffer;
  };
  const vector = (name: string, length: number) => readShaped(source, name, [length]);
  const load = async (layer: Layer): Promise<ConvolutionBuffers> => {
    const { names, inputs, outputs, size, normName } = layer;
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
    const convolutions = new Map<ConvolutionStep | LabelStep, ConvolutionBuffers>();
    for (const step of program.steps) {
      if (step.kind === 'convolution') convolutions.set(step, await load(step));
      if (step.kind === 'labels') {
        convolutions.set(step, await load({ ...step, names: [step.name], size: 3, normName: null }));
      }
    }
    const bytes = owned.reduce((sum, { size }) => sum + size, 0);
    return { convolutions, bytes, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** A decoder's convolutions and codebook. @throws TesseraError `tensor-missing`, `tensor-shape` */
export async function loadDecoderBuffers(
  device: GPUDevice,
  source: TensorSource,
  arch: VqganArchitecture,
  program: Program,
  format: 'f32' | 'f16',
): Promise<DecoderBuffers> {
  const name = arch.quantizer === 'gumbel' ? 'quantize.embed.weight' : 'quantize.embedding.weight';
  const rows = await readShaped(source, name, [arch.codes, arch.embedDim]);
  const set = await loadConvolutions(device, source, program, format);
  const codebook = filledBuffer(device, 'codebook', packRows(rows, arch.embedDim));
  const dispose = (): void => {
    set.dispose();
    codebook.destroy();
  };
  return { ...set, codebook, rows, bytes: set.bytes + codebook.size, dispose };
}

/** What both kinds of first and further convolutions have. */
type Layer = Pick<ConvolutionStep, 'names' | 'inputs' | 'outputs' | 'size' | 'normName'>;
