import { TesseraError } from '../../core/errors.ts';
import type { Compiled } from './device.ts';
import { GpuClock } from './gpuClock.ts';
import { Pace, type WorkKind } from './pace.ts';
import type { StepTables } from './tables.ts';

/** Submissions that the GPU may have before it; a second keeps it busy while results of the first are read. */
const MOST_IN_FLIGHT = 2;

/** Tokens that one submission can report. */
const MOST_RESULTS = 1024;

/** What was counted since the engine was made; for benchmarks and diagnostics. */
export interface Counters {
  dispatches: number;
  submissions: number;
  /** Time that recording and submitting took, in ms. */
  encodeMs: number;
  /** Time of the GPU in compute passes; null unless it was asked for and the device tells it. */
  gpuMs: number | null;
}

/** What a submission brings back: results by index, and a row of logits where one was asked for. */
export interface Results {
  readonly words: Uint32Array;
  readonly logits: Float32Array | null;
}

/** A piece of the logits to be read back, in bytes. */
export interface LogitsRead {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Records dispatches into submissions, keeps at most two in flight, and reads results through a small ring of staging
 * buffers. Submissions end where Pace says, also in the middle of a batch.
 */
export class Recorder {
  readonly results: GPUBuffer;
  readonly counters: Counters;
  private readonly clock: GpuClock | null;
  private readonly ring: GPUBuffer[];
  private readonly pace = new Pace();
  private readonly inFlight: Promise<void>[] = [];
  private lost: string | null = null;
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  private offset = 0;
  private bound: GPUComputePipeline | null = null;
  private work = { vector: 0, matrix: 0 };
  private logits: LogitsRead | null = null;
  private lastDone = 0;
  private turn = 0;

  /**
   * @param timed whether the GPU's own time is counted, where the device tells it
   * @param now milliseconds on the clock that tells `encodeMs`
   */
  constructor(
    private readonly device: GPUDevice,
    readonly tables: StepTables,
    timed = false,
    private readonly now = () => performance.now(),
  ) {
    this.clock = timed ? GpuClock.of(device) : null;
    this.counters = { dispatches: 0, submissions: 0, encodeMs: 0, gpuMs: this.clock && 0 };
    const make = (label: string, usage: number) =>
      device.createBuffer({ label, size: 4 * MOST_RESULTS, usage: usage | GPUBufferUsage.COPY_DST });
    this.results = make('results', GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
    this.ring = Array.from({ length: MOST_IN_FLIGHT + 1 }, (_, i) =>
      make(`tokens ${i}`, GPUBufferUsage.MAP_READ),
    );
    void device.lost.then((info) => {
      this.lost = info.message || info.reason;
    });
  }

  /** Chooses the step that the next dispatches see. */
  step(offset: number): void {
    this.offset = offset;
    this.pass?.setBindGroup(0, this.tables.group, [offset]);
  }

  dispatch({ kernel, pipeline }: Compiled, group: GPUBindGroup, rows: number, splits = 1): void {
    const pass = this.openPass();
    if (this.bound !== pipeline) pass.setPipeline(pipeline);
    this.bound = pipeline;
    pass.setBindGroup(1, group);
    pass.dispatchWorkgroups(...kernel.workgroups(rows, splits));
    this.counters.dispatches++;
  }

  /** Runs `record` and counts its time as encoding, except for the pauses in it, in which `submit` is called. */
  async timed(
    record: (pause: () => Promise<void>) => Promise<void>,
    submit: () => Promise<void>,
  ): Promise<void> {
    let started = this.now();
    await record(async () => {
      this.counters.encodeMs += this.now() - started;
      await submit();
      started = this.now();
    });
    this.counters.encodeMs += this.now() - started;
  }

  /** Adds to what the submission costs. */
  charge(kind: WorkKind, units: number): void {
    this.work[kind] += units;
  }

  get isFull(): boolean {
    return this.pace.isFull(this.work);
  }

  /** Reads these bytes back with the results of the current submission. */
  readLogits(read: LogitsRead): void {
    this.logits = read;
  }

  /**
   * Ends the submission and waits until fewer than two others are in flight.
   * @param deliver called with the results, in order of submission, when there are some
   * @throws TesseraError `device-lost`
   */
  async submit(deliver: ((results: Results) => void) | null): Promise<void> {
    if (this.lost !== null) throw this.lossError();
    if (this.encoder === null && deliver === null) return;
    const started = this.now();
    const staging = deliver === null ? null : this.ring[this.turn++ % this.ring.length];
    const logits = this.logits === null ? null : this.stageLogits(this.logits);
    const encoder = this.openEncoder();
    if (staging !== null) encoder.copyBufferToBuffer(this.results, 0, staging, 0, staging.size);
    const readTimes = this.clock?.resolve(encoder);
    this.tables.upload();
    this.device.queue.submit([encoder.finish()]);
    this.encoder = null;
    this.logits = null;
    const { work } = this;
    this.work = { vector: 0, matrix: 0 };
    this.counters.submissions++;
    this.counters.encodeMs += this.now() - started;
    const earlier = this.inFlight.at(-1);
    const done = this.finish(staging, logits, deliver, earlier, work, performance.now(), readTimes);
    done.catch(() => undefined); // thrown again by settle
    this.inFlight.push(done);
    while (this.inFlight.length >= MOST_IN_FLIGHT) await this.settleFirst();
  }

  /** Waits for everything submitted. @throws TesseraError `device-lost` */
  async settle(): Promise<void> {
    while (this.inFlight.length > 0) await this.settleFirst();
  }

  /** Forgets what was recorded and in flight, after an error. */
  async abandon(): Promise<void> {
    this.pass?.end();
    this.pass = this.encoder = this.bound = this.logits = null;
    this.work = { vector: 0, matrix: 0 };
    this.tables.clear();
    await Promise.allSettled(this.inFlight.splice(0));
  }

  dispose(): void {
    this.tables.dispose();
    this.clock?.dispose();
    this.results.destroy();
    for (const buffer of this.ring) buffer.destroy();
  }

  private async settleFirst(): Promise<void> {
    await this.inFlight[0];
    void this.inFlight.shift();
  }

  private async finish(
    staging: GPUBuffer | null,
    logits: GPUBuffer | null,
    deliver: ((results: Results) => void) | null,
    earlier: Promise<void> | undefined,
    work: Readonly<Record<WorkKind, number>>,
    submitted: number,
    readTimes: (() => Promise<void>) | undefined,
  ): Promise<void> {
    const { queue } = this.device;
    try {
      await this.orLost(staging === null ? queue.onSubmittedWorkDone() : staging.mapAsync(GPUMapMode.READ));
      if (logits !== null) await this.orLost(logits.mapAsync(GPUMapMode.READ));
      const now = performance.now();
      this.pace.learn(work, now - Math.max(submitted, this.lastDone));
      this.lastDone = now;
      await earlier;
      if (readTimes !== undefined) {
        await readTimes();
        this.counters.gpuMs = this.clock!.totalMs;
      }
      if (staging === null || deliver === null) return;
      const words = new Uint32Array(staging.getMappedRange().slice(0));
      staging.unmap();
      deliver({ words, logits: logits && new Float32Array(logits.getMappedRange().slice(0)) });
    } finally {
      logits?.destroy();
    }
  }

  /** A mapping fails when the device goes; what it would have held is never taken for data. */
  private async orLost(work: Promise<undefined>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.lost ??= error instanceof Error ? error.message : String(error);
      throw this.lossError(error);
    }
  }

  private stageLogits({ buffer, offset, bytes }: LogitsRead): GPUBuffer {
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.device.createBuffer({ label: 'logits staging', size: bytes, usage });
    this.openEncoder().copyBufferToBuffer(buffer, offset, staging, 0, bytes);
    return staging;
  }

  private openPass(): GPUComputePassEncoder {
    if (this.pass !== null) return this.pass;
    if (this.encoder === null) {
      this.encoder = this.device.createCommandEncoder();
      // A result that no draw has written must read as not drawn.
      this.encoder.clearBuffer(this.results);
    }
    this.pass = this.encoder.beginComputePass(this.clock?.pass());
    this.pass.setBindGroup(0, this.tables.group, [this.offset]);
    this.bound = null;
    return this.pass;
  }

  /** The encoder, outside of any pass. */
  private openEncoder(): GPUCommandEncoder {
    const pass = this.openPass();
    pass.end();
    this.pass = null;
    return this.encoder!;
  }

  private lossError(cause?: unknown): TesseraError {
    return new TesseraError(
      'device-lost',
      `the graphics device was lost while tokens were drawn (${this.lost})`,
      'the tokens so far are kept: continue on a new device, or use the wasm backend',
      { cause },
    );
  }
}
