import type { VqganArchitecture } from '../../../core/architecture.ts';
import type { RunOptions } from '../../../networks/vqgan/imageDecoder.ts';
import { packRows, quadsOf } from './packConvolution.ts';
import { PictureRun, type RunParts } from './pictureRun.ts';
import type { PicturePlan } from './plan.ts';
import type { ConvolutionStep, Step } from './program.ts';

/** Codes, or vectors [height, width, embedDim] in their place. */
export type DecodeInput = { readonly tokens: Int32Array } | { readonly latents: Float32Array };

/** Tokens become pixels. */
export class DecodeRun extends PictureRun<Float32Array> {
  private readonly tokens: GPUBuffer;
  private readonly picture: Float32Array;

  constructor(
    parts: RunParts,
    private readonly codebook: GPUBuffer,
    private readonly architecture: VqganArchitecture,
    plan: PicturePlan,
    private readonly input: DecodeInput,
    options: RunOptions,
  ) {
    super(parts, plan, options);
    const { outChannels, patch } = architecture;
    const { height, width } = plan.sizes.at(-1)!;
    this.picture = new Float32Array(height * width * patch ** 2 * outChannels);
    const [grid] = plan.sizes;
    this.tokens = this.share('tokens', 4 * grid.height * grid.width);
    if ('tokens' in input) parts.device.queue.writeBuffer(this.tokens, 0, new Uint32Array(input.tokens));
  }

  protected override atEnd(step: Step): Promise<void> {
    if (step.kind === 'lookup') return this.begin(step.to);
    if (step.kind === 'convolution') return this.finish(step);
    throw new RangeError(`a decoder has no step ${step.kind}`);
  }

  protected override result(): Float32Array {
    return this.picture;
  }

  /** Codebook rows of the tokens, or the latents that were given. */
  private async begin(to: number): Promise<void> {
    const { device, kernels, program } = this.parts;
    if ('latents' in this.input) {
      const { channels } = program.planes[to];
      const rows = packRows(this.input.latents, channels);
      const perRow = 4 * quadsOf(channels) * this.sizeOf(0).width;
      for (const [band, { storedTop, storedBottom }] of this.bandRows(to).entries()) {
        const own = rows.slice(storedTop * perRow, storedBottom * perRow);
        device.queue.writeBuffer(this.bufferOf(to, band), 0, own);
      }
      return;
    }
    const compiled = await kernels.lookup;
    const outputQuads = quadsOf(program.planes[to].channels);
    for (const [band, rows] of this.bandRows(to).entries()) {
      const buffers = { tokens: this.tokens, codebook: this.codebook, result: this.bufferOf(to, band) };
      const { top, bottom, storedTop } = rows;
      const { width } = this.sizeOf(0);
      const place = { width, firstRow: top, endRow: bottom, outputTop: storedTop, outputQuads };
      const workgroups = compiled.kernel.workgroups((bottom - top) * width * outputQuads);
      await this.dispatch(compiled, this.group(compiled, buffers), place, workgroups, 0);
    }
  }

  /** The last step: the picture is read back band by band through one buffer. */
  private async finish(step: ConvolutionStep): Promise<void> {
    const { submitter } = this.parts;
    const { outChannels: channels, patch } = this.architecture;
    await this.normalise(step);
    const { level } = this.parts.program.planes[step.from];
    const rowBytes = this.sizeOf(level).width * patch * patch * channels * 4;
    const bands = this.bandRows(step.from);
    const tallest = Math.max(...bands.map(({ top, bottom }) => bottom - top));
    const buffer = this.share('picture', tallest * rowBytes);
    await this.refuseOverflow();
    for (const [band, rows] of bands.entries()) {
      const { top, bottom } = rows;
      const place = { outputTop: top, channels, patchSize: patch };
      await this.convolveBand(step, band, rows, level, buffer, place);
      const values = new Float32Array(await submitter.read(buffer, (bottom - top) * rowBytes));
      this.picture.set(values, (top * rowBytes) / 4);
      this.refuseAborted();
    }
  }
}
