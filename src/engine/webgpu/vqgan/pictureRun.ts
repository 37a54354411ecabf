import { TesseraError } from '../../../core/errors.ts';
import type { RunOptions } from '../../../networks/vqgan/imageDecoder.ts';
import { bind, type Compiled, storageBuffer } from '../device.ts';
import type { Shader } from '../wgsl/kernel.ts';
import { GROUPS } from './kernels/groupNorm.ts';
import { optionsOf, type PictureKernels } from './kernelSet.ts';
import { quadsOf } from './packConvolution.ts';
import type { Place } from './place.ts';
import {
  type BandRows,
  bufferSizes,
  bytesOfRow,
  chunksOf,
  type PicturePlan,
  type Size,
  rowsOf,
} from './plan.ts';
import type { ConvolutionStep, LabelStep, Program, Step } from './program.ts';
import type { Submitter } from './submitter.ts';
import type { ConvolutionBuffers, ConvolutionSet } from './weights.ts';

/** Operations of one dispatch: 4 ms at 1 TFLOP/s. Longer ones are cut into rows, so that the page can draw in between. */
const MOST_OPERATIONS = 4e9;

/** What a run works with. */
export interface RunParts {
  readonly device: GPUDevice;
  readonly program: Program;
  readonly kernels: PictureKernels;
  readonly weights: ConvolutionSet;
  readonly submitter: Submitter;
  readonly format: 'f32' | 'f16';
}

/**
 * One picture on its way through a network: the buffers that exist for it, and the steps done one after the other. What comes
 * in and what goes out is the business of the class below.
 */
export abstract class PictureRun<Result> {
  /** Buffers of each plane while it lives: one a band, or one in all. */
  private readonly planes = new Map<number, GPUBuffer[]>();
  private readonly shared: GPUBuffer[] = [];
  private readonly allocations: Promise<GPUError | null>[] = [];
  private readonly affine: GPUBuffer;
  private moments: GPUBuffer;

  constructor(
    protected readonly parts: RunParts,
    protected readonly plan: PicturePlan,
    private readonly options: RunOptions,
  ) {
    const channels = Math.max(...parts.program.planes.map((plane) => plane.channels));
    this.affine = this.share('affine', 2 * 4 * 4 * quadsOf(channels));
    this.moments = this.share('moments', 16);
  }

  /** Does a step at which the picture comes in or goes out. */
  protected abstract atEnd(step: Step): Promise<void>;

  /** What the run was for; read when all steps are done. */
  protected abstract result(): Result;

  /** @throws TesseraError `aborted`, `device-lost`, `gpu-out-of-memory`, `kernel-refused` */
  async run(): Promise<Result> {
    const { program, submitter } = this.parts;
    const { steps } = program;
    try {
      for (const [index, step] of steps.entries()) {
        if (step.to !== null && !this.planes.has(step.to)) this.allocate(step.to);
        if (step.kind === 'attention') await this.attention(step.from, step.to, step.channels);
        else if (step.kind === 'convolution' && step.to !== null) await this.convolution(step, step.to);
        else await this.atEnd(step);
        if (step.to !== null) this.exchangeEdges(step.to);
        this.retireAfter(index);
        this.options.onProgress?.((index + 1) / steps.length);
      }
      await submitter.settle();
      return this.result();
    } catch (error) {
      await submitter.abandon();
      throw error;
    } finally {
      for (const buffer of [...this.shared, ...[...this.planes.values()].flat()]) buffer.destroy();
    }
  }

  private async attention(from: number, to: number, channels: number): Promise<void> {
    const { kernels, program } = this.parts;
    const compiled = await kernels.attention(quadsOf(channels));
    const { width, height } = this.sizeOf(program.planes[to].level);
    const buffers = { qkv: this.bufferOf(from, 0), result: this.bufferOf(to, 0) };
    const group = this.group(compiled, buffers);
    const perRow = 4 * width * width * height * channels;
    for (const [firstRow, endRow] of this.cut(0, height, perRow, 1)) {
      const workgroups = compiled.kernel.workgroups((endRow - firstRow) * width);
      const place = { width, height, firstRow, endRow };
      await this.dispatch(compiled, group, place, workgroups, perRow * (endRow - firstRow));
    }
  }

  private async convolution(step: ConvolutionStep, to: number): Promise<void> {
    const plane = this.parts.program.planes[to];
    await this.normalise(step);
    for (const [band, rows] of this.bandRows(to).entries()) {
      const outputTop = plane.whole ? 0 : rows.storedTop;
      await this.convolveBand(step, band, rows, plane.level, this.bufferOf(to, band), { outputTop });
    }
  }

  protected async convolveBand(
    step: ConvolutionStep,
    band: number,
    rows: BandRows,
    level: number,
    result: GPUBuffer,
    more: Partial<Place>,
  ): Promise<void> {
    const { kernels, program, format } = this.parts;
    const { inputs, outputs, names, size, from } = step;
    const source = program.planes[from];
    const compiled = await kernels.convolution(optionsOf(step, format));
    const { weights, bias } = this.buffersOf(step);
    const x = this.bufferOf(from, band);
    const group = this.group(compiled, { x, weights, bias, affine: this.affine, result });
    const { width, height } = this.sizeOf(level);
    const input = this.sizeOf(source.level);
    const outputQuads = quadsOf(outputs * names.length);
    const perRow = 2 * width * inputs * outputs * names.length * size * size;
    for (const [firstRow, endRow] of this.cut(rows.top, rows.bottom, perRow, compiled.kernel.tileRows)) {
      const place = {
        width,
        height,
        firstRow,
        endRow,
        inputWidth: input.width,
        inputHeight: input.height,
        inputTop: source.whole ? 0 : this.bandRows(from)[band].storedTop,
        inputQuads: quadsOf(inputs),
        outputQuads,
        ...more,
      };
      const workgroups = compiled.kernel.workgroups(endRow - firstRow, width, outputQuads);
      await this.dispatch(compiled, group, place, workgroups, perRow * (endRow - firstRow));
    }
  }

  /** Gain and offset of the norm in front of a step, from the statistics of all bands. */
  protected async normalise(step: ConvolutionStep): Promise<void> {
    const { norm } = this.buffersOf(step);
    if (norm === null) return;
    const { kernels, program } = this.parts;
    const [first, second] = await Promise.all([kernels.moments, kernels.affine]);
    const { width } = this.sizeOf(program.planes[step.from].level);
    const inputQuads = quadsOf(step.inputs);
    const bands = this.bandRows(step.from);
    const chunks = chunksOf(bands.map(({ top, bottom }) => (bottom - top) * width));
    const moments = this.momentsFor(16 * chunks.count * (2 * inputQuads + 1));
    const fields = { width, inputQuads, chunkSize: chunks.size, chunks: chunks.count };
    for (const [band, { top, bottom, storedTop }] of bands.entries()) {
      const firstChunk = chunks.first[band];
      const count = (chunks.first[band + 1] ?? chunks.count) - firstChunk;
      const place = { ...fields, firstRow: top, endRow: bottom, inputTop: storedTop, firstChunk };
      const group = this.group(first, { x: this.bufferOf(step.from, band), moments });
      const operations = 6 * (bottom - top) * width * step.inputs;
      await this.dispatch(first, group, place, first.kernel.workgroups(count, inputQuads), operations);
    }
    const group = this.group(second, { moments, norm, affine: this.affine });
    await this.dispatch(second, group, fields, [GROUPS, 1, 1], 0);
  }

  /** Rows of a dispatch after the other: each short enough for one submission on this device. */
  protected cut(top: number, bottom: number, perRow: number, tileRows: number): [number, number][] {
    const most = Math.min(MOST_OPERATIONS, this.parts.submitter.capacity);
    return cutRows(top, bottom, perRow, tileRows, most);
  }

  protected async dispatch(
    compiled: Compiled<Shader>,
    group: GPUBindGroup,
    place: Partial<Place>,
    workgroups: readonly [number, number, number],
    operations: number,
  ): Promise<void> {
    const { submitter } = this.parts;
    submitter.dispatch(compiled, group, place, workgroups, operations);
    if (!submitter.isFull) return;
    await submitter.submit();
    this.refuseAborted();
  }

  /** Neighbouring bands get the rows at each other's edges. */
  private exchangeEdges(id: number): void {
    const { program, submitter } = this.parts;
    const plane = program.planes[id];
    const bands = this.bandRows(id);
    if (plane.whole || bands.length < 2) return;
    const rowBytes = bytesOfRow(plane, this.plan.sizes);
    const buffers = this.planes.get(id)!;
    const copyRow = (row: number, from: number, to: number): void => {
      const at = (band: number) => (row - bands[band].storedTop) * rowBytes;
      submitter.copy(buffers[from], at(from), buffers[to], at(to), rowBytes);
    };
    for (let band = 1; band < bands.length; band++) {
      copyRow(bands[band].top - 1, band - 1, band);
      copyRow(bands[band].top, band, band - 1);
    }
  }

  private allocate(id: number): void {
    const sizes = bufferSizes(this.parts.program.planes[id], this.plan);
    const { device } = this.parts;
    device.pushErrorScope('out-of-memory');
    this.planes.set(
      id,
      sizes.map((bytes) => storageBuffer(device, `plane ${id}`, bytes)),
    );
    this.allocations.push(device.popErrorScope());
  }

  private retireAfter(index: number): void {
    for (const [id, buffers] of this.planes) {
      if (this.plan.lastUse[id] !== index) continue;
      this.planes.delete(id);
      for (const buffer of buffers) this.parts.submitter.retire(buffer);
    }
  }

  private momentsFor(bytes: number): GPUBuffer {
    if (this.moments.size < bytes) this.moments = this.share('moments', bytes);
    return this.moments;
  }

  protected share(label: string, bytes: number): GPUBuffer {
    const buffer = storageBuffer(this.parts.device, label, bytes);
    this.shared.push(buffer);
    return buffer;
  }

  protected bandRows(id: number): BandRows[] {
    return this.plan.bands.map((band) => rowsOf(this.parts.program.planes[id], band, this.plan.sizes));
  }

  protected bufferOf(id: number, band: number): GPUBuffer {
    return this.planes.get(id)![this.parts.program.planes[id].whole ? 0 : band];
  }

  protected buffersOf(step: ConvolutionStep | LabelStep): ConvolutionBuffers {
    return this.parts.weights.convolutions.get(step)!;
  }

  protected sizeOf(level: number): Size {
    return this.plan.sizes[level];
  }

  protected group(compiled: Compiled<Shader>, buffers: Readonly<Record<string, GPUBuffer>>): GPUBindGroup {
    return bind(this.parts.device, compiled, buffers);
  }

  /** A buffer that could not be had reads as zeros; a picture made with it must never be shown. */
  protected async refuseOverflow(): Promise<void> {
    const errors = await Promise.all(this.allocations);
    const first = errors.find((error) => error !== null);
    if (!first) return;
    const mebibytes = Math.ceil(this.plan.peakBytes / 2 ** 20);
    throw new TesseraError(
      'gpu-out-of-memory',
      `a picture of this size needs ${mebibytes} MiB of graphics memory, which are not there: ${first.message}`,
      'choose a smaller picture, or close other pages that use the GPU',
      { cause: first },
    );
  }

  protected refuseAborted(): void {
    if (!this.options.signal?.aborted) return;
    throw new TesseraError('aborted', 'the picture was not finished', 'start again');
  }
}

/** Rows [first, end) in parts of so many operations at most, but of whole tiles. */
function cutRows(
  top: number,
  bottom: number,
  perRow: number,
  tileRows: number,
  operations: number,
): [number, number][] {
  const tiles = Math.max(1, Math.floor(operations / (perRow * tileRows)));
  const parts: [number, number][] = [];
  for (let first = top; first < bottom; first += tiles * tileRows) {
    parts.push([first, Math.min(bottom, first + tiles * tileRows)]);
  }
  return parts;
}
