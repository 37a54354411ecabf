import type { TensorSource } from '../../../checkpoint/tensorSource.ts';
import { downsampling, type VqganArchitecture } from '../../../core/architecture.ts';
import type { TokenGrid } from '../../../core/grid.ts';
import type { LabelMap } from '../../../core/layout.ts';
import type { RunOptions } from '../../../networks/vqgan/imageDecoder.ts';
import { checkLabelMap, checkPicture, type ImageEncoder } from '../../../networks/vqgan/imageEncoder.ts';
import type { Picture } from '../../../networks/vqgan/picture.ts';
import { type EncodeInput, EncodeRun } from './encodeRun.ts';
import { encoderProgram } from './encoderProgram.ts';
import { loadNetwork, type LoadOptions } from './loadNetwork.ts';
import { loadComparison, NearestCodes } from './nearestCodes.ts';
import type { RunParts } from './pictureRun.ts';
import { type PicturePlan, planPicture, shrinkingSizes } from './plan.ts';
import { Turns } from './turns.ts';
import { loadConvolutions } from './weights.ts';

/** Kernels stay float32: rounded to halves they would move latents by 3e-3 and so change codes. */
export const ENCODER_FORMAT = 'f32';

/**
 * Uploads an encoder and compiles its kernels, both at the same time.
 * @param source keys without a prefix such as `first_stage_model.`
 * @throws TesseraError `kernel-refused`, `tensor-missing`, `tensor-shape`
 */
export async function loadWebGpuEncoder(
  device: GPUDevice,
  source: TensorSource,
  architecture: VqganArchitecture,
  options: LoadOptions = {},
): Promise<WebGpuEncoder> {
  const program = encoderProgram(architecture);
  const comparison = await loadComparison(source, architecture);
  const { parts, bufferBytes } = await loadNetwork(device, program, ENCODER_FORMAT, options, () =>
    loadConvolutions(device, source, program, ENCODER_FORMAT),
  );
  const nearest = new NearestCodes(device, parts.kernels, comparison);
  return new WebGpuEncoder(architecture, parts, nearest, bufferBytes);
}

/** Encoder and quantizer of a VQGAN on a GPUDevice, with kernels of our own. Large pictures are computed in bands, exactly. */
export class WebGpuEncoder implements ImageEncoder {
  /** Pictures are encoded one after the other: they share the submitter. */
  private readonly turns = new Turns();

  constructor(
    readonly architecture: VqganArchitecture,
    private readonly parts: RunParts,
    private readonly nearest: NearestCodes,
    private readonly bufferBytes: number,
  ) {}

  get factor(): number {
    return downsampling(this.architecture);
  }

  /** Bytes of the weights in graphics memory. */
  get weightBytes(): number {
    return this.parts.weights.bytes + this.nearest.bytes;
  }

  /** What a picture of so many pixels takes. @throws TesseraError `picture-too-large` */
  plan(height: number, width: number): PicturePlan {
    const { inChannels, multipliers, patch, segmentation } = this.architecture;
    const [down, across] = [height, width].map((pixels) => Math.floor(pixels / patch));
    const sizes = shrinkingSizes(down, across, multipliers.length);
    const channels = segmentation ? 1 : inChannels;
    // Rows of pixels that neighbouring bands share come in with each band.
    const pictureBytes = 4 * channels * this.factor ** 2 + 8 * channels * this.factor * patch;
    return planPicture(this.parts.program, { sizes, bufferBytes: this.bufferBytes, pictureBytes });
  }

  async encodePicture(picture: Picture, options?: RunOptions): Promise<TokenGrid> {
    return this.quantize(await this.encodeToLatents(picture, options));
  }

  async encodeLabels(map: LabelMap, options?: RunOptions): Promise<TokenGrid> {
    return this.quantize(await this.labelsToLatents(map, options));
  }

  async encodeToLatents(picture: Picture, options: RunOptions = {}): Promise<Picture> {
    checkPicture(this.architecture, picture);
    return this.turns.take(() => this.run({ picture }, picture.height, picture.width, options));
  }

  async labelsToLatents(map: LabelMap, options: RunOptions = {}): Promise<Picture> {
    checkLabelMap(this.architecture, map);
    return this.turns.take(() => this.run({ map }, map.height, map.width, options));
  }

  quantize({ height, width, channels, values }: Picture): Promise<TokenGrid> {
    return this.turns.take(async () => ({
      height,
      width,
      tokens: await this.nearest.of(values, channels, this.parts.submitter),
    }));
  }

  dispose(): void {
    this.parts.weights.dispose();
    this.nearest.dispose();
    this.parts.submitter.dispose();
  }

  private run(input: EncodeInput, height: number, width: number, options: RunOptions): Promise<Picture> {
    return new EncodeRun(this.parts, this.architecture, this.plan(height, width), input, options).run();
  }
}
