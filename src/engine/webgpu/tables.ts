import type { DrawSettings } from '../../core/settings.ts';
import { stepLayout } from './device.ts';

/** One position to evaluate; the WGSL struct of the same name. */
export interface Row {
  /** Index of its token in the token buffer. */
  readonly token: number;
  readonly position: number;
  readonly slot: number;
  /** Positions of the slot that it attends to. */
  readonly length: number;
}

/** One token to draw. */
export interface DrawEntry {
  /** Index in the token buffer that receives the token. */
  readonly cell: number;
  /** Index in the result buffer of this submission. */
  readonly result: number;
  readonly u: number;
  /** Its row in the batch. */
  readonly row: number;
}

/** What a kernel dispatch can see of its step. */
export interface StepFields {
  readonly rows: number;
  readonly rowBase: number;
  readonly draws: number;
  readonly drawBase: number;
  /** First row that the head reads. */
  readonly first: number;
  readonly splits: number;
}

/** Settings of the draw, the same for a whole run. */
export interface DrawConstants extends DrawSettings {
  readonly codes: number;
  /** Scale of guided draws (core/guidance.ts). */
  readonly guidance?: number;
}

/** WebGPU's largest required alignment of dynamic uniform offsets. */
const STEP_BYTES = 256;
const STEPS = 256;
const LEAST_ROWS = 4096;
const DRAWS = 1024;

/**
 * The tables of one submission. They are filled while commands are recorded and uploaded in one go before the
 * submission; the queue keeps uploads and submissions in order, so the next one may overwrite them.
 */
export class StepTables {
  readonly layout: GPUBindGroupLayout;
  readonly group: GPUBindGroup;
  private readonly steps = new ArrayBuffer(STEP_BYTES * STEPS);
  private readonly rows: Uint32Array<ArrayBuffer>;
  private readonly draws = new ArrayBuffer(16 * DRAWS);
  private readonly buffers: readonly [GPUBuffer, GPUBuffer, GPUBuffer];
  private stepCount = 0;
  private rowCount = 0;
  private drawCount = 0;

  /** @param batchRows rows of the largest batch */
  constructor(
    private readonly device: GPUDevice,
    batchRows: number,
  ) {
    this.rows = new Uint32Array(4 * Math.max(LEAST_ROWS, 2 * batchRows));
    const make = (label: string, size: number, usage: number) =>
      device.createBuffer({ label, size, usage: usage | GPUBufferUsage.COPY_DST });
    this.buffers = [
      make('steps', this.steps.byteLength, GPUBufferUsage.UNIFORM),
      make('rows', this.rows.byteLength, GPUBufferUsage.STORAGE),
      make('draws', this.draws.byteLength, GPUBufferUsage.STORAGE),
    ];
    this.layout = stepLayout(device);
    this.group = device.createBindGroup({
      label: 'step tables',
      layout: this.layout,
      entries: this.buffers.map((buffer, binding) => ({
        binding,
        resource: binding === 0 ? { buffer, size: 48 } : { buffer },
      })),
    });
  }

  /** Whether a batch of so many rows and draws (and at most four steps) still fits. */
  fits(rows: number, draws: number): boolean {
    return (
      this.stepCount + 4 <= STEPS &&
      4 * (this.rowCount + rows + draws) <= this.rows.length &&
      this.drawCount + draws <= DRAWS
    );
  }

  get drawn(): number {
    return this.drawCount;
  }

  /** @returns index of the first one */
  addRows(rows: readonly Row[]): number {
    const base = this.rowCount;
    for (const { token, position, slot, length } of rows) {
      this.rows.set([token, position, slot, length], 4 * this.rowCount++);
    }
    return base;
  }

  /** @returns index of the first one */
  addDraws(entries: readonly DrawEntry[]): number {
    const base = this.drawCount;
    const view = new DataView(this.draws);
    for (const { cell, result, u, row } of entries) {
      const at = 16 * this.drawCount++;
      view.setUint32(at, cell, true);
      view.setUint32(at + 4, result, true);
      view.setFloat32(at + 8, u, true);
      view.setUint32(at + 12, row, true);
    }
    return base;
  }

  /** @returns the dynamic offset to bind the group with */
  addStep(fields: StepFields, draw: DrawConstants): number {
    const offset = STEP_BYTES * this.stepCount++;
    const view = new DataView(this.steps, offset, STEP_BYTES);
    const { rows, rowBase, draws, drawBase, first, splits } = fields;
    [rows, rowBase, draws, drawBase, first, splits, draw.codes, draw.topK].forEach((value, i) =>
      view.setUint32(4 * i, value, true),
    );
    view.setFloat32(32, draw.temperature, true);
    view.setFloat32(36, draw.topP, true);
    view.setUint32(40, draw.greedy ? 1 : 0, true);
    view.setFloat32(44, draw.guidance ?? 0, true);
    return offset;
  }

  upload(): void {
    const { queue } = this.device;
    const [steps, rows, draws] = this.buffers;
    queue.writeBuffer(steps, 0, this.steps, 0, STEP_BYTES * this.stepCount);
    queue.writeBuffer(rows, 0, this.rows, 0, 4 * this.rowCount);
    queue.writeBuffer(draws, 0, this.draws, 0, 16 * this.drawCount);
  }

  clear(): void {
    this.stepCount = this.rowCount = this.drawCount = 0;
  }

  dispose(): void {
    for (const buffer of this.buffers) buffer.destroy();
  }
}
