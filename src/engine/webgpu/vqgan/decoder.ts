import type { TensorSource } from '../../../checkpoint/tensorSource.ts';
import { downsampling, type VqganArchitecture } from '../../../core/architecture.ts';
import { checkTokens, type TokenGrid } from '../../../core/grid.ts';
import { decodePart, type ImageDecoder, type RunOptions } from '../../../networks/vqgan/imageDecoder.ts';
import type { GridPart, Picture } from '../../../networks/vqgan/picture.ts';
import { decoderProgram } from './decoderProgram.ts';
import { type DecodeInput, DecodeRun } from './decodeRun.ts';
import { PictureKernels } from './kernelSet.ts';
import type { RunParts } from './pictureRun.ts';
import { growingSizes, type PicturePlan, planPicture } from './plan.ts';
import { Submitter, type SubmitterCounters } from './submitter.ts';
import { type DecoderBuffers, loadDecoderBuffers } from './weights.ts';

interface WebGpuDecoderOptions {
  /** Kernels of convolutions in GPU memory; f32 gives the reference's picture. Norms, biases, codebook are always f32. */
  readonly format: 'f32' | 'f16';
  /** Compiled before, or by the self-test. */
  readonly kernels?: PictureKernels;
  /** Most bytes of one buffer; default what the device allows. Smaller ones mean more bands and the same picture. */
  readonly bufferBytes?: number;
}

/**
 * Uploads a decoder and compiles its kernels, both at the same time.
 * @param source keys without a prefix such as `first_stage_model.`
 * @throws TesseraError `kernel-refused`, `tensor-missing`, `tensor-shape`
 */
export async function loadWebGpuDecoder(
  device: GPUDevice,
  source: TensorSource,
  architecture: VqganArchitecture,
  options: WebGpuDecoderOptions,
): Promise<WebGpuDecoder> {
  const { format, kernels = new PictureKernels(device) } = options;
  const program = decoderProgram(architecture);
  const compiling = kernels.prepare(program, format);
  compiling.catch(() => undefined); // thrown again below
  const weights = await loadDecoderBuffers(device, source, architecture, program, format);
  try {
    await compiling;
  } catch (error) {
    weights.dispose();
    throw error;
  }
  const submitter = new Submitter(device, kernels.layout);
  const parts = { device, program, kernels, weights, submitter, format };
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const allowed = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  return new WebGpuDecoder(architecture, parts, Math.min(options.bufferBytes ?? allowed, allowed));
}

/** The decoder of a VQGAN on a GPUDevice, with kernels of our own. Large pictures are computed in bands, exactly. */
export class WebGpuDecoder implements ImageDecoder {
  /** Pictures are made one after the other: they share the submitter. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    readonly architecture: VqganArchitecture,
    private readonly parts: RunParts & { readonly weights: DecoderBuffers },
    private readonly bufferBytes: number,
  ) {}

  get codebook(): Float32Array {
    return this.parts.weights.rows;
  }

  get factor(): number {
    return downsampling(this.architecture);
  }

  /** Counted since the start. */
  get counters(): Readonly<SubmitterCounters> {
    return this.parts.submitter.counters;
  }

  /** Bytes of the weights in graphics memory; pictures take theirs only while they are made. */
  get weightBytes(): number {
    return this.parts.weights.bytes;
  }

  /** What a picture of this size takes. @throws TesseraError `picture-too-large` */
  plan(height: number, width: number): PicturePlan {
    const { outChannels, multipliers } = this.architecture;
    const pictureBytes = 4 * outChannels * this.factor ** 2;
    const sizes = growingSizes(height, width, multipliers.length);
    return planPicture(this.parts.program, { sizes, bufferBytes: this.bufferBytes, pictureBytes });
  }

  /**
   * @throws TesseraError `token-out-of-range`, `picture-too-large`, `aborted`, `device-lost`, `gpu-out-of-memory`
   */
  async decode(grid: TokenGrid, options: RunOptions = {}): Promise<Picture> {
    checkTokens(grid, this.architecture.codes);
    return this.inTurn(grid.height, grid.width, { tokens: grid.tokens.slice() }, options);
  }

  /** @throws TesseraError as decode */
  decodeLatents({ height, width, values }: Picture, options: RunOptions = {}): Promise<Picture> {
    return this.inTurn(height, width, { latents: values }, options);
  }

  decodeWindow(grid: TokenGrid, part: GridPart, halo: number, options?: RunOptions): Promise<Picture> {
    return decodePart(this, grid, part, halo, options);
  }

  dispose(): void {
    this.parts.weights.dispose();
    this.parts.submitter.dispose();
  }

  private inTurn(height: number, width: number, input: DecodeInput, options: RunOptions): Promise<Picture> {
    const { factor, architecture } = this;
    const work = this.queue.then(async () => {
      const plan = this.plan(height, width);
      const values = await new DecodeRun(
        this.parts,
        this.parts.weights.codebook,
        architecture,
        plan,
        input,
        options,
      ).run();
      return { height: height * factor, width: width * factor, channels: architecture.outChannels, values };
    });
    this.queue = work.catch(() => undefined);
    return work;
  }
}
