import type { ConditionTokens } from '../../core/condition.ts';
import { TesseraError } from '../../core/errors.ts';
import type { TokenGrid } from '../../core/grid.ts';
import type { Schedule, Step } from '../../core/schedule.ts';
import { conditionRow } from '../../core/window.ts';
import { conditionLength } from '../tfjs/sequence.ts';
import { Frontier } from './frontier.ts';
import type { Row } from './tables.ts';

/** Work that one pass through the layers does: positions appended to caches, and the tokens drawn after them. */
export interface Batch {
  readonly rows: readonly Row[];
  readonly steps: readonly Step[];
  /** Row whose logits each step draws from. */
  readonly drawRows: readonly number[];
  /** The same position without its condition, for each step; empty where draws are not guided. */
  readonly untoldRows: readonly number[];
}

export interface PlanOptions {
  readonly schedule: Schedule;
  readonly condition: ConditionTokens;
  /** The condition that tells nothing; its sequences live in slots of their own, behind those of the schedule. */
  readonly untold?: ConditionTokens;
  readonly grid: TokenGrid;
  /** Length of the bidirectional prefix (`n_unmasked`). */
  readonly unmasked: number;
  /** Most rows of one batch that are told the condition. */
  readonly mostRows: number;
  /** Most steps of one batch. */
  readonly mostSteps: number;
}

const idsOf = (condition: ConditionTokens): Int32Array =>
  condition.layout === 'prefix' ? condition.tokens : condition.grid.tokens;

/** The token buffer on the GPU: the grid, then the ids of the conditions as the transformer sees them. */
export function tokenBuffer(
  grid: TokenGrid,
  ...conditions: readonly ConditionTokens[]
): Uint32Array<ArrayBuffer> {
  const parts = [
    grid.tokens.map((token) => Math.max(0, token)),
    ...conditions.map((one) => idsOf(one).map((token) => token + one.offset)),
  ];
  const all = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The sequence that a slot holds. */
interface Held {
  readonly top: number;
  readonly left: number;
  readonly length: number;
}

/**
 * The schedule as batches, in an order that respects what each token depends on. A pure function of its input: the
 * tokens themselves are never needed, since rows name the place of a token and not the token.
 * @throws TesseraError `token-not-drawn` when a window needs a cell that is empty and not yet drawn
 */
export function* planBatches(options: PlanOptions): Generator<Batch> {
  const { schedule, grid, mostRows, mostSteps, untold } = options;
  const held = new Map<number, Held>();
  const known = Uint8Array.from(grid.tokens, (token) => (token >= 0 ? 1 : 0));
  const frontier = new Frontier(schedule, mostSteps);
  while (!frontier.done) {
    const rows: Row[] = [];
    const steps: Step[] = [];
    const drawRows: number[] = [];
    const untoldRows: Row[] = [];
    for (const step of frontier.ready()) {
      const appended = appendedRows(options, step, held.get(step.slot), known);
      if (steps.length > 0 && rows.length + appended.length > mostRows) break;
      rows.push(...appended);
      steps.push(step);
      drawRows.push(rows.length - 1);
      if (untold) untoldRows.push(...appended.map((row) => withoutCondition(options, step, row, untold)));
    }
    for (const step of steps) {
      const length = conditionLength(options.condition, schedule) + step.place;
      held.set(step.slot, { top: step.top, left: step.left, length });
      known[step.row * grid.width + step.column] = 1;
      frontier.take(step);
    }
    // The same rows once more, behind the others.
    const places = untold ? drawRows.map((row) => row + rows.length) : [];
    yield { rows: [...rows, ...untoldRows], steps, drawRows, untoldRows: places };
  }
}

/** Positions that the step's slot lacks. */
function appendedRows(options: PlanOptions, step: Step, held: Held | undefined, known: Uint8Array): Row[] {
  const { schedule, condition, unmasked } = options;
  const needed = conditionLength(condition, schedule) + step.place;
  let from = held?.top === step.top && held.left === step.left ? held.length : 0;
  // Positions of the unmasked prefix see each other, so they are only right when evaluated together.
  if (from < unmasked) from = 0;
  // A place that was passed already: its last position is evaluated again for its logits.
  if (from >= needed) from = needed - 1;
  const rows: Row[] = [];
  for (let position = from; position < needed; position++) {
    const length = position < unmasked ? Math.min(unmasked, needed) : position + 1;
    rows.push({ token: tokenIndex(options, step, position, known), position, slot: step.slot, length });
  }
  return rows;
}

/** The same position of the same window, told nothing. */
function withoutCondition(
  { schedule, condition, grid }: PlanOptions,
  step: Step,
  row: Row,
  untold: ConditionTokens,
): Row {
  const slot = row.slot + schedule.slots;
  if (row.position >= conditionLength(condition, schedule)) return { ...row, slot };
  const base = grid.tokens.length + idsOf(condition).length;
  if (untold.layout === 'prefix') return { ...row, slot, token: base + row.position };
  const { width } = schedule.window;
  const down = conditionRow(step.top + Math.floor(row.position / width), grid.height);
  const across = step.left + (row.position % width);
  return { ...row, slot, token: base + down * grid.width + across };
}

function tokenIndex(options: PlanOptions, step: Step, position: number, known: Uint8Array): number {
  const { schedule, condition, grid } = options;
  const { window, order } = schedule;
  const cells = grid.tokens.length;
  const prefix = conditionLength(condition, schedule);
  if (position < prefix && condition.layout === 'prefix') return cells + position;
  const local = position < prefix ? position : order[position - prefix];
  const row = step.top + Math.floor(local / window.width);
  const column = step.left + (local % window.width);
  if (position < prefix) return cells + conditionRow(row, grid.height) * grid.width + column;
  const cell = row * grid.width + column;
  if (known[cell] === 0) {
    throw new TesseraError(
      'token-not-drawn',
      `the token at row ${row}, column ${column} is needed before it was drawn`,
      'start from tokens that are complete above and left of what is drawn',
    );
  }
  return cell;
}
