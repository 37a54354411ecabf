import { TesseraError } from './errors.ts';
import type { Cell } from './grid.ts';
import type { WindowMode } from './settings.ts';
import { windowOrigin, type WindowSize } from './window.ts';

/**
 * One draw. The engine makes sure that the cache in `slot` holds the sequence
 * `[condition of the window | tokens of the window in order]` up to (not including) the target's place,
 * takes the logits of the last position, draws, and writes the token into the grid.
 */
export interface Step extends Cell {
  /** Origin of the window in the grid. */
  readonly top: number;
  readonly left: number;
  /** Place of the target in the window's token order (0 = first token after the condition). */
  readonly place: number;
  /** Which cache. A slot whose window origin differs from the step's starts afresh. */
  readonly slot: number;
}

/** The list of draws for a grid: pure data, any engine executes it. */
export interface Schedule {
  readonly mode: WindowMode;
  readonly height: number;
  readonly width: number;
  readonly window: WindowSize;
  /** `order[t]` = local cell (row-major in the window) at place t; identity unless the model has a permuter. */
  readonly order: Int32Array;
  readonly steps: readonly Step[];
  /** Number of caches alive at the same time. */
  readonly slots: number;
}

export interface ScheduleOptions {
  readonly height: number;
  readonly width: number;
  readonly mode: WindowMode;
  readonly window: WindowSize;
  /** Index order of the window's tokens (`out[t] = in[order[t]]`); row-major when absent. */
  readonly permutation?: Int32Array;
  /** Whether a cell is drawn; cells that are not keep their token. All are drawn when absent. */
  readonly isDrawn?: (row: number, column: number) => boolean;
  /** Caches that fit into memory. With fewer than the schedule could use, exactly one is used: a few help no more (docs/performance.md). */
  readonly maxSlots: number;
}

/**
 * @throws TesseraError `grid-too-small` for fewer columns than the window; `permuted-grid-too-large` when a permuted model is asked for
 * more than one window (its token order is defined inside one window only); `permuter-size` when that order is not one of the window
 */
export function buildSchedule(options: ScheduleOptions): Schedule {
  const { height, width, mode, window } = options;
  const cells = window.height * window.width;
  checkSize(options);
  const order = options.permutation ?? Int32Array.from({ length: cells }, (_, t) => t);
  const targets = options.permutation ? permutedCells(order, window) : rasterCells(height, width);
  const placeOf = new Int32Array(cells);
  order.forEach((local, place) => (placeOf[local] = place));

  const isDrawn = options.isDrawn ?? (() => true);
  const bare = targets
    .filter(({ row, column }) => isDrawn(row, column))
    .map(({ row, column }) => {
      const top = windowOrigin(row, height, window.height, mode);
      const left = windowOrigin(column, width, window.width, mode);
      const place = placeOf[(row - top) * window.width + (column - left)];
      return { row, column, top, left, place };
    });
  const { slotOf, slots } = assignSlots(bare, options.maxSlots);
  const steps = bare.map((step, index) => ({ ...step, slot: slotOf[index] }));
  return { mode, height, width, window, order, steps, slots };
}

function checkSize({ height, width, window, permutation }: ScheduleOptions): void {
  if (permutation && permutation.length !== window.height * window.width) {
    throw new TesseraError(
      'permuter-size',
      `the model's order of tokens has ${permutation.length} places, and its window ${window.height} x ${window.width} cells`,
      'convert the model again from the checkpoint that it was trained as',
    );
  }
  // Rows may be fewer (`conditionRow`); columns may not: tokens right of the picture would be read before those below.
  if (height < 1 || width < window.width) {
    throw new TesseraError(
      'grid-too-small',
      `a grid of ${height} x ${width} tokens is narrower than the transformer's window of ${window.width} columns`,
      'choose a wider picture',
    );
  }
  if (permutation && (height !== window.height || width !== window.width)) {
    throw new TesseraError(
      'permuted-grid-too-large',
      'this model orders its tokens by a permutation that is defined for one window only',
      `choose the size of one window, ${window.height} x ${window.width} tokens`,
    );
  }
}

function rasterCells(height: number, width: number): Cell[] {
  return Array.from({ length: height * width }, (_, i) => ({
    row: Math.floor(i / width),
    column: i % width,
  }));
}

function permutedCells(order: Int32Array, window: WindowSize): Cell[] {
  return Array.from(order, (local) => ({
    row: Math.floor(local / window.width),
    column: local % window.width,
  }));
}

/**
 * One cache for each window that will be used again, if they all fit; otherwise a single one, which is refilled
 * whenever the window moves. A window lives from its first to its last step; its slot is then free for the next.
 */
function assignSlots(
  steps: readonly { readonly top: number; readonly left: number }[],
  maxSlots: number,
): { slotOf: Int32Array; slots: number } {
  const key = (step: { readonly top: number; readonly left: number }) => `${step.top},${step.left}`;
  const lastUse = new Map<string, number>();
  steps.forEach((step, index) => lastUse.set(key(step), index));

  const slotOf = new Int32Array(steps.length);
  const open = new Map<string, number>();
  const free: number[] = [];
  let slots = 0;
  steps.forEach((step, index) => {
    const origin = key(step);
    let slot = open.get(origin);
    if (slot === undefined) {
      slot = free.pop() ?? slots++;
      open.set(origin, slot);
    }
    slotOf[index] = slot;
    if (lastUse.get(origin) === index) {
      open.delete(origin);
      free.push(slot);
    }
  });
  return slots <= maxSlots ? { slotOf, slots } : { slotOf: slotOf.fill(0), slots: Math.min(1, slots) };
}

/** Transformer positions that a schedule evaluates: what each cache has to append before its draws. */
export function countPositions(schedule: Schedule, conditionLength: number): number {
  const filled = new Map<number, { origin: string; length: number }>();
  let positions = 0;
  for (const step of schedule.steps) {
    const origin = `${step.top},${step.left}`;
    const needed = conditionLength + step.place;
    const held = filled.get(step.slot);
    const length = held?.origin === origin ? held.length : 0;
    positions += needed - length;
    filled.set(step.slot, { origin, length: needed });
  }
  return positions;
}
