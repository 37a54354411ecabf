import type { TensorSource } from '../../checkpoint/tensorSource.ts';
import { downsampling, type VqganArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import { checkTokens, type TokenGrid } from '../../core/grid.ts';
import type { LabelMap } from '../../core/layout.ts';
import * as tf from '../tf.ts';
import { Weights } from '../weights.ts';
import { yieldToLoop } from '../yieldToLoop.ts';
import { convBlock, type Block } from './blocks.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { buildLabelConvolution, type LabelConvolution } from './labelConvolution.ts';
import { depthToSpace, spaceToDepth } from './patch.ts';
import { decodePart, type ImageDecoder, type RunOptions } from './imageDecoder.ts';
import { checkLabelMap, checkPicture, type ImageEncoder, notLoaded } from './imageEncoder.ts';
import type { GridPart, Picture } from './picture.ts';
import { buildQuantizer, type Quantizer } from './quantizer.ts';

/** What the encoder gives before the quantizer: float32 [height, width, channels]. */
export type Latents = Picture;

export interface VqganParts {
  readonly encoder: boolean;
  readonly decoder: boolean;
}

/**
 * Uploads the wanted parts of a VQGAN.
 * @param source keys without a prefix such as `first_stage_model.`
 * @throws TesseraError `tensor-missing`, `tensor-shape`, and whatever the source throws
 */
export async function loadVqgan(
  source: TensorSource,
  architecture: VqganArchitecture,
  parts: VqganParts,
): Promise<Vqgan> {
  const weights = new Weights(source);
  try {
    const { inChannels, channels, patch } = architecture;
    const quantizer = await buildQuantizer(weights, architecture, parts.encoder);
    let input: Input | null = null;
    let encoder: Block[] = [];
    if (parts.encoder) {
      input = architecture.segmentation
        ? { labels: await buildLabelConvolution(weights, architecture) }
        : { pixels: await convBlock(weights, 'encoder.conv_in', inChannels * patch ** 2, channels, 3) };
      encoder = await buildEncoder(weights, architecture);
    }
    const decoder = parts.decoder ? await buildDecoder(weights, architecture) : [];
    return new Vqgan(architecture, weights, quantizer, input, encoder, decoder);
  } catch (error) {
    weights.dispose();
    throw error;
  }
}

/** The first convolution: over pixels, or over label ids. */
type Input = { readonly pixels: Block } | { readonly labels: LabelConvolution };

/** Encoder, codebook and decoder of the reference (section 1), as far as they were loaded. */
export class Vqgan implements ImageDecoder, ImageEncoder {
  constructor(
    readonly architecture: VqganArchitecture,
    private readonly weights: Weights,
    private readonly quantizer: Quantizer,
    private readonly input: Input | null,
    private readonly encoder: readonly Block[],
    private readonly decoder: readonly Block[],
  ) {}

  /** Codebook rows, float32 [codes, embedDim]. */
  get codebook(): Float32Array {
    return this.quantizer.codebook;
  }

  /** Pixels per token along one side. */
  get factor(): number {
    return downsampling(this.architecture);
  }

  async encodePicture(picture: Picture, options: RunOptions = {}): Promise<TokenGrid> {
    return this.quantize(await this.encodeToLatents(picture, options));
  }

  async encodeLabels(map: LabelMap, options: RunOptions = {}): Promise<TokenGrid> {
    return this.quantize(await this.labelsToLatents(map, options));
  }

  /** The encoder's output after `quant_conv`, before the quantizer. */
  async encodeToLatents(picture: Picture, options: RunOptions = {}): Promise<Latents> {
    const { patch, inChannels } = this.architecture;
    checkPicture(this.architecture, picture);
    if (this.input === null || !('pixels' in this.input)) throw notLoaded('encoder for pictures');
    const packed = spaceToDepth(picture.values, picture.height, picture.width, inChannels, patch);
    const x = tf.tensor4d(packed.data, [1, packed.height, packed.width, inChannels * patch ** 2]);
    return this.runToPicture([this.input.pixels, ...this.encoder], x, options);
  }

  async labelsToLatents(map: LabelMap, options: RunOptions = {}): Promise<Latents> {
    checkLabelMap(this.architecture, map);
    if (this.input === null || !('labels' in this.input)) throw notLoaded('encoder for label maps');
    const first = this.input.labels(map);
    const x = tf.tensor4d(first.data, [1, first.height, first.width, this.architecture.channels]);
    return this.runToPicture(this.encoder, x, options);
  }

  /** The nearest code of each latent vector. */
  async quantize(latents: Latents): Promise<TokenGrid> {
    const { height, width, channels } = latents;
    const vectors = tf.tensor2d(latents.values, [height * width, channels]);
    try {
      return { height, width, tokens: await this.quantizer.nearest(vectors) };
    } finally {
      vectors.dispose();
    }
  }

  /**
   * The picture of a token grid: HWC, about [-1, 1] (class logits for a segmentation stage). The event loop
   * turns between blocks.
   * @throws TesseraError `token-out-of-range`, `part-not-loaded`, `aborted`
   */
  async decode(grid: TokenGrid, options: RunOptions = {}): Promise<Picture> {
    const { codes, embedDim } = this.architecture;
    if (this.decoder.length === 0) throw notLoaded('decoder');
    checkTokens(grid, codes);
    const shape: [number, number, number, number] = [1, grid.height, grid.width, embedDim];
    const x = tf.tidy(() => tf.reshape<tf.Rank.R4>(this.quantizer.lookup(grid.tokens), shape));
    return this.decodeTensor(x, options);
  }

  /**
   * The picture of latents that are no codebook rows: what lies between codes.
   * @throws TesseraError `part-not-loaded`, `aborted`
   */
  async decodeLatents(
    { height, width, channels, values }: Latents,
    options: RunOptions = {},
  ): Promise<Picture> {
    if (this.decoder.length === 0) throw notLoaded('decoder');
    return this.decodeTensor(tf.tensor4d(values, [1, height, width, channels]), options);
  }

  private async decodeTensor(x: tf.Tensor4D, options: RunOptions): Promise<Picture> {
    const { outChannels, patch } = this.architecture;
    const packed = await this.runToPicture(this.decoder, x, options);
    return {
      height: packed.height * patch,
      width: packed.width * patch,
      channels: outChannels,
      values: depthToSpace(packed.values, packed.height, packed.width, outChannels, patch),
    };
  }

  decodeWindow(grid: TokenGrid, part: GridPart, halo: number, options?: RunOptions): Promise<Picture> {
    return decodePart(this, grid, part, halo, options);
  }

  dispose(): void {
    this.weights.dispose();
  }

  /** Runs the blocks on x, which it disposes of, and reads the result back. */
  private async runToPicture(
    blocks: readonly Block[],
    x: tf.Tensor4D,
    options: RunOptions,
  ): Promise<Picture> {
    let current = x;
    try {
      for (const [index, block] of blocks.entries()) {
        const next = tf.tidy(() => block.apply(current));
        current.dispose();
        current = next;
        options.onProgress?.((index + 1) / blocks.length);
        await yieldToLoop();
        if (options.signal?.aborted) {
          throw new TesseraError('aborted', 'the picture was not finished', 'start again');
        }
      }
      const [, height, width, channels] = current.shape;
      return { height, width, channels, values: await current.data<'float32'>() };
    } finally {
      current.dispose();
    }
  }
}
