import { TesseraError } from '../../../core/errors.ts';
import type { Compiled } from '../device.ts';
import { Pace } from '../pace.ts';
import type { Shader } from '../wgsl/kernel.ts';
import { PLACE_BYTES, type Place, placeWords } from './place.ts';

/** Places that one submission can hold; a full page ends it. */
const PAGE = 128;
/** Dynamic offsets must be multiples of this on every device (the limit's default). */
const ALIGNMENT = 256;
/** Submissions that the GPU may have before it: one runs while the next is recorded. */
const MOST_IN_FLIGHT = 2;
/** Operations that count as one unit of Pace's matrix work: its first guess is then 5 GFLOP/s. */
const UNIT = 5e6;

/** What was counted since the start; for benchmarks. */
export interface SubmitterCounters {
  dispatches: number;
  submissions: number;
  /** Multiplications and additions of the kernels, padding excluded. */
  operations: number;
}

/** Group 0 of the picture kernels. */
export function placeLayout(device: GPUDevice): GPUBindGroupLayout {
  const buffer: GPUBufferBindingLayout = { type: 'uniform', hasDynamicOffset: true };
  return device.createBindGroupLayout({
    label: 'place',
    entries: [{ binding: 0, visibility: GPUShaderStage.COMPUTE, buffer }],
  });
}

/** Records dispatches and copies, and submits so much of it at a time that the page can draw in between. */
export class Submitter {
  readonly counters: SubmitterCounters = { dispatches: 0, submissions: 0, operations: 0 };
  private readonly pace = new Pace();
  private readonly page: GPUBuffer;
  private readonly group: GPUBindGroup;
  private readonly words = new Uint32Array((PAGE * ALIGNMENT) / 4);
  private readonly inFlight: Promise<void>[] = [];
  private retired: GPUBuffer[] = [];
  private places = 0;
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  private bound: GPUComputePipeline | null = null;
  private operations = 0;
  private lastDone = 0;
  private lost: string | null = null;

  constructor(
    private readonly device: GPUDevice,
    layout: GPUBindGroupLayout,
  ) {
    this.page = device.createBuffer({
      label: 'places',
      size: PAGE * ALIGNMENT,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.group = device.createBindGroup({
      label: 'places',
      layout,
      entries: [{ binding: 0, resource: { buffer: this.page, size: PLACE_BYTES } }],
    });
    void device.lost.then(({ message, reason }) => {
      this.lost = message || reason;
    });
  }

  /** @param operations of this dispatch, to know when a submission is long enough */
  dispatch(
    { pipeline }: Compiled<Shader>,
    group: GPUBindGroup,
    place: Partial<Place>,
    workgroups: readonly [number, number, number],
    operations: number,
  ): void {
    this.words.set(placeWords(place), (this.places * ALIGNMENT) / 4);
    this.encoder ??= this.device.createCommandEncoder();
    this.pass ??= this.encoder.beginComputePass();
    if (this.bound !== pipeline) this.pass.setPipeline(pipeline);
    this.bound = pipeline;
    this.pass.setBindGroup(0, this.group, [this.places++ * ALIGNMENT]);
    this.pass.setBindGroup(1, group);
    this.pass.dispatchWorkgroups(...workgroups);
    this.operations += operations;
    this.counters.dispatches++;
    this.counters.operations += operations;
  }

  copy(from: GPUBuffer, fromOffset: number, to: GPUBuffer, toOffset: number, bytes: number): void {
    this.endPass();
    this.encoder ??= this.device.createCommandEncoder();
    this.encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, bytes);
  }

  /** Destroys a buffer once all that was recorded with it is submitted. */
  retire(buffer: GPUBuffer): void {
    this.retired.push(buffer);
  }

  /** No further dispatch should be recorded before a submission. */
  get isFull(): boolean {
    return this.places === PAGE || this.pace.isFull(this.work());
  }

  /** Operations that fill a submission, as far as is known; a dispatch should not have more. */
  get capacity(): number {
    return UNIT * this.pace.capacity('matrix');
  }

  /** Submits what was recorded and waits until fewer than two submissions are in flight. @throws TesseraError `device-lost` */
  async submit(): Promise<void> {
    if (this.lost !== null) throw this.lossError();
    if (this.encoder !== null) {
      this.endPass();
      this.device.queue.writeBuffer(this.page, 0, this.words, 0, (this.places * ALIGNMENT) / 4);
      this.device.queue.submit([this.encoder.finish()]);
      this.counters.submissions++;
      const done = this.finish(this.work(), performance.now());
      done.catch(() => undefined); // thrown again below
      this.inFlight.push(done);
      this.reset();
    }
    while (this.inFlight.length >= MOST_IN_FLIGHT) await this.inFlight.shift();
  }

  /** Waits for everything submitted. @throws TesseraError `device-lost` */
  async settle(): Promise<void> {
    while (this.inFlight.length > 0) await this.inFlight.shift();
  }

  /** A part of a buffer, after everything recorded so far. @throws TesseraError `device-lost` */
  async read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ label: 'picture staging', size: bytes, usage });
    try {
      this.copy(buffer, 0, staging, 0, bytes);
      await this.submit();
      await this.orLost(staging.mapAsync(GPUMapMode.READ));
      return staging.getMappedRange().slice(0);
    } finally {
      staging.destroy();
    }
  }

  /** Forgets what was recorded, and waits for what was submitted; after an error or an abort. */
  async abandon(): Promise<void> {
    this.endPass();
    this.reset();
    await Promise.allSettled(this.inFlight.splice(0));
  }

  dispose(): void {
    this.page.destroy();
  }

  private work(): { vector: number; matrix: number } {
    return { vector: 0, matrix: this.operations / UNIT };
  }

  private reset(): void {
    this.encoder = null;
    this.operations = 0;
    this.places = 0;
    for (const buffer of this.retired) buffer.destroy();
    this.retired = [];
  }

  private endPass(): void {
    this.pass?.end();
    this.pass = this.bound = null;
  }

  private async finish(work: ReturnType<Submitter['work']>, submitted: number): Promise<void> {
    await this.orLost(this.device.queue.onSubmittedWorkDone());
    const now = performance.now();
    this.pace.learn(work, now - Math.max(submitted, this.lastDone));
    this.lastDone = now;
  }

  private async orLost(work: Promise<undefined>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.lost ??= error instanceof Error ? error.message : String(error);
      throw this.lossError(error);
    }
  }

  private lossError(cause?: unknown): TesseraError {
    return new TesseraError(
      'device-lost',
      `the graphics device was lost while a picture was decoded (${this.lost})`,
      'the tokens are kept: decode again on a new device, or use the wasm backend',
      { cause },
    );
  }
}
