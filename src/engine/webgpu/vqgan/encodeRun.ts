import type { VqganArchitecture } from '../../../core/architecture.ts';
import type { LabelMap } from '../../../core/layout.ts';
import type { RunOptions } from '../../../networks/vqgan/imageDecoder.ts';
import type { Picture } from '../../../networks/vqgan/picture.ts';
import { quadsOf, unpackRows } from './packConvolution.ts';
import { PictureRun, type RunParts } from './pictureRun.ts';
import { bytesOfRow, type PicturePlan } from './plan.ts';
import type { LabelStep, Step } from './program.ts';

/** A picture of the channels that the stage reads, or a label map for a segmentation stage. */
export type EncodeInput = { readonly picture: Picture } | { readonly map: LabelMap };

/** Pixels or labels become latents: what the encoder gives before the quantizer. */
export class EncodeRun extends PictureRun<Picture> {
  private latents: Picture | null = null;

  constructor(
    parts: RunParts,
    private readonly architecture: VqganArchitecture,
    plan: PicturePlan,
    private readonly input: EncodeInput,
    options: RunOptions,
  ) {
    super(parts, plan, options);
  }

  protected override atEnd(step: Step): Promise<void> {
    if (step.kind === 'pixels' && 'picture' in this.input) return this.pixels(this.input.picture, step.to);
    if (step.kind === 'labels' && 'map' in this.input) return this.labels(this.input.map, step);
    if (step.kind === 'output') return this.output(step.from);
    throw new RangeError(`an encoder of this input has no step ${step.kind}`);
  }

  protected override result(): Picture {
    return this.latents!;
  }

  /** Space-to-depth, a band's rows at a time. */
  private async pixels({ width: inputWidth, channels, values }: Picture, to: number): Promise<void> {
    const { device, kernels, submitter } = this.parts;
    const compiled = await kernels.pixels;
    const patchSize = this.architecture.patch;
    const { width } = this.sizeOf(this.levelOf(to));
    const outputQuads = quadsOf(channels * patchSize ** 2);
    const bands = this.bandRows(to);
    const tallest = Math.max(...bands.map(({ storedTop, storedBottom }) => storedBottom - storedTop));
    const pixels = this.share('pixels', 4 * tallest * patchSize * inputWidth * channels);
    for (const [band, { storedTop, storedBottom }] of bands.entries()) {
      const inputTop = storedTop * patchSize;
      const part = values.subarray(
        inputTop * inputWidth * channels,
        storedBottom * patchSize * inputWidth * channels,
      );
      // Uploads overtake what is recorded and not submitted: the band before must have read its pixels.
      await submitter.submit();
      device.queue.writeBuffer(pixels, 0, part as Float32Array<ArrayBuffer>);
      const group = this.group(compiled, { pixels, result: this.bufferOf(to, band) });
      const rows = { firstRow: storedTop, endRow: storedBottom, outputTop: storedTop };
      const place = { ...rows, width, inputWidth, inputTop, outputQuads, channels, patchSize };
      const workgroups = compiled.kernel.workgroups(storedBottom - storedTop, width, outputQuads);
      await this.dispatch(compiled, group, place, workgroups, 0);
    }
  }

  private async labels(map: LabelMap, step: LabelStep): Promise<void> {
    const { device, kernels, format } = this.parts;
    const compiled = await kernels.labels(format);
    const { weights, bias } = this.buffersOf(step);
    const patchSize = this.architecture.patch;
    const { width, height } = this.sizeOf(this.levelOf(step.to));
    const outputQuads = quadsOf(step.outputs);
    const labels = this.share('labels', 4 * map.labels.length);
    device.queue.writeBuffer(labels, 0, Uint32Array.from(map.labels));
    const perRow = 9 * width * patchSize ** 2 * step.outputs;
    for (const [band, { top, bottom, storedTop }] of this.bandRows(step.to).entries()) {
      const group = this.group(compiled, { labels, weights, bias, result: this.bufferOf(step.to, band) });
      for (const [firstRow, endRow] of this.cut(top, bottom, perRow, 1)) {
        const rows = { firstRow, endRow, outputTop: storedTop };
        const place = { ...rows, width, height, inputWidth: map.width, outputQuads, patchSize };
        const workgroups = compiled.kernel.workgroups(endRow - firstRow, width, outputQuads);
        await this.dispatch(compiled, group, place, workgroups, perRow * (endRow - firstRow));
      }
    }
  }

  /** Reads the own rows of each band back. */
  private async output(from: number): Promise<void> {
    const plane = this.parts.program.planes[from];
    const { width, height } = this.sizeOf(plane.level);
    const { channels } = plane;
    const rowBytes = bytesOfRow(plane, this.plan.sizes);
    const values = new Float32Array(height * width * channels);
    await this.refuseOverflow();
    for (const [band, { top, bottom, storedTop, storedBottom }] of this.bandRows(from).entries()) {
      const bytes = (storedBottom - storedTop) * rowBytes;
      const stored = new Float32Array(await this.parts.submitter.read(this.bufferOf(from, band), bytes));
      const own = stored.subarray(((top - storedTop) * rowBytes) / 4, ((bottom - storedTop) * rowBytes) / 4);
      values.set(unpackRows(own, channels), top * width * channels);
      this.refuseAborted();
    }
    this.latents = { height, width, channels, values };
  }

  private levelOf(plane: number): number {
    return this.parts.program.planes[plane].level;
  }
}
