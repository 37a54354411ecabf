import { windowOfRecord, type RecordedModel } from '../../core/recordedRun.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import { buildSchedule } from '../../core/schedule.ts';
import type { WindowSize } from '../../core/window.ts';
import { EMPTY } from '../../core/grid.ts';

/** The course of a run: which cell got which token, in the order of drawing. Grows while a run is going on. */
export interface Trace {
  /** Size of the token grid. */
  readonly height: number;
  readonly width: number;
  /** Pixels per token. */
  readonly downsampling: number;
  /** Row-major index of the cell of each draw, `height * width` long; valid up to `count`. */
  readonly cells: Int32Array;
  readonly tokens: Int32Array;
  /** Window of each draw: top, left, height, width, in cells. */
  readonly windows: Int32Array;
  count: number;
}

export function emptyTrace(height: number, width: number, downsampling: number): Trace {
  const size = height * width;
  return {
    height,
    width,
    downsampling,
    cells: new Int32Array(size),
    tokens: new Int32Array(size),
    windows: new Int32Array(size * 4),
    count: 0,
  };
}

export interface Window extends WindowSize {
  readonly top: number;
  readonly left: number;
}

export function appendDraw(trace: Trace, cell: number, token: number, window: Window): void {
  // A full trace takes no more: there is one draw to a cell.
  if (trace.count >= trace.cells.length) return;
  trace.cells[trace.count] = cell;
  trace.tokens[trace.count] = token;
  trace.windows.set([window.top, window.left, window.height, window.width], trace.count * 4);
  trace.count++;
}

export function windowAt(trace: Trace, draw: number): Window | null {
  if (draw < 0 || draw >= trace.count) return null;
  const [top, left, height, width] = trace.windows.subarray(draw * 4, draw * 4 + 4);
  return { top, left, height, width };
}

interface TraceOptions {
  /** Order of the cells of models that draw in another than row by row. */
  readonly permutation?: Int32Array;
  /** Cells that were there before the first draw. */
  readonly kept?: ReadonlySet<number>;
}

/**
 * The course of a recorded run: its settings say the window mode, and the schedule is a pure function of that, so the
 * record needs to hold no order.
 */
export function traceOfRecord(
  record: Pick<RunRecord, 'grid' | 'tokens'> & { readonly settings: Pick<RunRecord['settings'], 'window'> },
  downsampling: number,
  window: WindowSize,
  { permutation, kept }: TraceOptions = {},
): Trace {
  const { height, width } = record.grid;
  const mode = record.settings.window;
  const schedule = buildSchedule({
    height,
    width,
    mode,
    window,
    ...(permutation && { permutation }),
    maxSlots: 1,
  });
  const trace = emptyTrace(height, width, downsampling);
  const append = (isKept: boolean) => {
    for (const step of schedule.steps) {
      const cell = step.row * width + step.column;
      const token = record.tokens[cell];
      if (token !== EMPTY && (kept?.has(cell) ?? false) === isKept) {
        appendDraw(trace, cell, token, { top: step.top, left: step.left, ...window });
      }
    }
  };
  append(true);
  append(false);
  return trace;
}

/**
 * Puts a finished run into the order and the windows of its schedule. While it goes on, tokens are told in batches that
 * name one window only, and an engine may tell cells that do not depend on each other in another order.
 */
export function settleTrace(
  trace: Trace,
  record: RunRecord,
  model: RecordedModel,
  kept?: ReadonlySet<number>,
): void {
  const window = windowOfRecord(record, model.blockSize);
  const { permutation } = model;
  const exact = traceOfRecord(record, trace.downsampling, window, { permutation, kept });
  if (exact.count !== trace.count) return;
  trace.cells.set(exact.cells);
  trace.tokens.set(exact.tokens);
  trace.windows.set(exact.windows);
}

/** The cells that the transformer saw when it made a draw: those of its window that were laid before. */
export function contextOf(trace: Trace, draw: number): number[] {
  const window = windowAt(trace, draw);
  if (!window) return [];
  return [...trace.cells.subarray(0, draw)].filter((cell) => {
    const row = Math.floor(cell / trace.width) - window.top;
    const column = (cell % trace.width) - window.left;
    return row >= 0 && row < window.height && column >= 0 && column < window.width;
  });
}
