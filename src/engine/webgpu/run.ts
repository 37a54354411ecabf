import { TesseraError } from '../../core/errors.ts';
import type { Step } from '../../core/schedule.ts';
import type { DecodeRequest, DecodeStats } from '../engine.ts';
import { NOT_DRAWN, NOT_FINITE } from './kernels/draw.ts';
import type { Network } from './network.ts';
import { type Batch, planBatches } from './plan.ts';
import type { Recorder, Results } from './recorder.ts';
import type { DrawConstants } from './tables.ts';
import type { Shape } from './shape.ts';

/** A draw whose result is still on the GPU. */
interface Waiting {
  readonly step: Step;
  readonly u: number;
  /** Index in the results of the submission that completes it. */
  readonly result: number;
  /** Its row of the logits that come back with the submission, or -1. */
  readonly logitsRow: number;
}

/** Leaves a batch that was begun; its draws were not recorded yet. */
class Cancelled extends Error {}

/** One decode: turns the plan into recorded batches and results into tokens of the grid. */
export class DecodeRun {
  private readonly waiting: Waiting[] = [];
  private readonly settings: DrawConstants;
  private positions = 0;
  private tokens = 0;

  /** @param logits buffer of the rows that the last batch drew from */
  constructor(
    private readonly request: DecodeRequest,
    private readonly shape: Shape,
    private readonly network: Network,
    private readonly recorder: Recorder,
    private readonly logits: GPUBuffer,
  ) {
    const codes = Math.min(request.codes, shape.vocabulary);
    this.settings = { ...request.draw, codes, guidance: request.guidance?.scale };
  }

  /** @param wavefront most steps of one batch */
  async run(wavefront: number): Promise<DecodeStats> {
    const { schedule, condition, grid, signal } = this.request;
    const started = performance.now();
    const { unmasked, blockSize } = this.shape;
    const plan = planBatches({
      schedule,
      condition,
      untold: this.request.guidance?.untold,
      grid,
      unmasked,
      mostRows: blockSize,
      mostSteps: wavefront,
    });
    try {
      for (const batch of plan) {
        if (signal?.aborted) break;
        await this.record(batch);
      }
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    }
    await this.submit();
    await this.recorder.settle();
    const elapsedMs = performance.now() - started;
    const aborted = this.tokens < schedule.steps.length;
    return { positions: this.positions, tokens: this.tokens, elapsedMs, aborted };
  }

  private async record({ rows, steps, drawRows, untoldRows }: Batch): Promise<void> {
    const { draw, uniform, wantLogits, grid } = this.request;
    const { recorder } = this;
    if (!recorder.tables.fits(rows.length, steps.length + untoldRows.length)) await this.endSubmission();
    const wanted = steps.map((step) => wantLogits?.(step.row, step.column) ?? false);
    const first = recorder.tables.drawn;
    const entries = steps.map((step, i) => ({
      step,
      u: draw.greedy ? 0 : uniform(step.row, step.column),
      result: first + i,
      logitsRow: wanted[i] ? i : -1,
    }));
    const draws = entries.map(({ step, u, result }, i) => {
      return { cell: step.row * grid.width + step.column, result, u, row: drawRows[i] };
    });
    await recorder.timed(
      (pause) => this.network.batch(rows, draws, untoldRows, this.settings, pause),
      () => this.pause(),
    );
    this.positions += untoldRows.length > 0 ? rows.length / 2 : rows.length;
    this.waiting.push(...entries);
    if (wanted.includes(true)) {
      const bytes = steps.length * this.shape.vocabularyQuads * 16;
      recorder.readLogits({ buffer: this.logits, offset: 0, bytes });
      await this.endSubmission();
    } else if (recorder.isFull) await this.endSubmission();
  }

  /** Submits in the middle of a batch, the only moments in which a long one can be cancelled. */
  private async pause(): Promise<void> {
    await this.submit();
    if (this.request.signal?.aborted) throw new Cancelled();
  }

  /** Submits at the end of a batch, after which the tables may start afresh. */
  private async endSubmission(): Promise<void> {
    await this.submit();
    this.recorder.tables.clear();
  }

  /** Submits what is recorded; the results of complete batches come back with it. */
  private async submit(): Promise<void> {
    const waiting = this.waiting.splice(0);
    const deliver = (results: Results) => waiting.forEach((one) => this.deliver(one, results));
    await this.recorder.submit(waiting.length > 0 ? deliver : null);
  }

  private deliver({ step, u, result, logitsRow }: Waiting, { words, logits }: Results): void {
    const { grid, onDrawn } = this.request;
    const word = words[result];
    if (word === NOT_FINITE) throw notFinite(step);
    if (word === NOT_DRAWN) throw missing();
    const token = word - 1;
    grid.tokens[step.row * grid.width + step.column] = token;
    this.tokens++;
    if (logits === null || logitsRow < 0) onDrawn?.({ step, token, u });
    else {
      const at = logitsRow * this.shape.vocabularyQuads * 4;
      onDrawn?.({ step, token, u, logits: logits.slice(at, at + this.shape.vocabulary) });
    }
  }
}

function notFinite({ row, column }: Step): TesseraError {
  return new TesseraError(
    'logits-not-finite',
    `the transformer gave values that are no numbers for row ${row}, column ${column}`,
    'the weights or the graphics driver are damaged: reload the model, or choose the WASM backend',
  );
}

function missing(): TesseraError {
  return new TesseraError(
    'gpu-results-missing',
    'the graphics driver reported success but drew no token',
    'reload the page, or choose the WASM backend',
  );
}
