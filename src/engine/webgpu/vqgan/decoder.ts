import type { TensorSource } from '../../../checkpoint/tensorSource.ts';
import { downsampling, type VqganArchitecture } from '../../../core/architecture.ts';
import { checkTokens, type TokenGrid } from '../../../core/grid.ts';
import { decodePart, type ImageDecoder, type RunOptions } from '../../../networks/vqgan/imageDecoder.ts';
import type { GridPart, Picture } from '../../../networks/vqgan/picture.ts';
import { decoderProgram } from './decoderProgram.ts';
import { type DecodeInput, DecodeRun } from './decodeRun.ts';
import { loadNetwork, type LoadOptions } from './loadNetwork.ts';
import type { RunParts } from './pictureRun.ts';
import { growingSizes, type PicturePlan, planPicture } from './plan.ts';
import type { SubmitterCounters } from './submitter.ts';
import { Turns } from './turns.ts';
import { type DecoderBuffers, loadDecoderBuffers } from './weights.ts';

interface WebGpuDecoderOptions extends LoadOptions {
  /** Kernels of convolutions in GPU memory; f32 gives the reference's picture. Norms, biases, codebook are always f32. */
  readonly format: 'f32' | 'f16';
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
  const { format } = options;
  const program = decoderProgram(architecture);
  const { parts, bufferBytes } = await loadNetwork(device, program, format, options, () =>
    loadDecoderBuffers(device, source, architecture, program, format),
  );
  return new WebGpuDecoder(architecture, parts, bufferBytes);
}

/** The decoder of a VQGAN on a GPUDevice, with kernels of our own. Large pictures are computed in bands, exactly. */
export class WebGpuDecoder implements ImageDecoder {
  /** Pictures are made one after the other: they share the submitter. */
  private readonly turns = new Turns();

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
    return this.picture(grid.height, grid.width, { tokens: grid.tokens.slice() }, options);
  }

  /** @throws TesseraError as decode */
  decodeLatents({ height, width, values }: Picture, options: RunOptions = {}): Promise<Picture> {
    return this.picture(height, width, { latents: values }, options);
  }

  decodeWindow(grid: TokenGrid, part: GridPart, halo: number, options?: RunOptions): Promise<Picture> {
    return decodePart(this, grid, part, halo, options);
  }

  dispose(): void {
    this.parts.weights.dispose();
    this.parts.submitter.dispose();
  }

  private picture(height: number, width: number, input: DecodeInput, options: RunOptions): Promise<Picture> {
    const { factor, architecture, parts } = this;
    return this.turns.take(async () => {
      const plan = this.plan(height, width);
      const run = new DecodeRun(parts, parts.weights.codebook, architecture, plan, input, options);
      const values = await run.run();
      return { height: height * factor, width: width * factor, channels: architecture.outChannels, values };
    });
  }
}
