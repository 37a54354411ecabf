import type { ConditionTokens } from './condition.ts';
import { EMPTY, type TokenGrid } from './grid.ts';
import type { RunRecord } from './runRecord.ts';
import { buildSchedule, type Schedule } from './schedule.ts';
import type { ConditionKind } from './settings.ts';
import { windowOf, type WindowSize } from './window.ts';

/** Kinds whose tokens stand in front of every window; those of the others lie on the picture's grid. */
const PREFIX_KINDS: readonly ConditionKind[] = ['class', 'pose', 'none'];

/** The parts of a model that decide how its records are read. */
export interface RecordedModel {
  readonly blockSize: number;
  /** Index order of the window's tokens, for models with a permuter. */
  readonly permutation?: Int32Array;
}

export function gridOfRecord({ grid, tokens }: RunRecord): TokenGrid {
  return { height: grid.height, width: grid.width, tokens: Int32Array.from(tokens) };
}

/** @param offset the model's `tokenOffset` for the record's kind; records hold the stage's own ids */
export function conditionOfRecord({ condition }: RunRecord, offset: number): ConditionTokens {
  const { kind, height, width } = condition;
  const tokens = Int32Array.from(condition.tokens);
  if (PREFIX_KINDS.includes(kind)) return { layout: 'prefix', tokens, offset };
  return { layout: 'spatial', grid: { height, width, tokens }, offset };
}

/** The transformer's window in a record. */
export function windowOfRecord({ condition }: RunRecord, blockSize: number): WindowSize {
  const layout = PREFIX_KINDS.includes(condition.kind) ? 'prefix' : 'spatial';
  return windowOf(blockSize, { layout }, condition.tokens.length);
}

/**
 * The draws of a record, in order. A window depends on its cell and the mode alone, so this also holds for runs of
 * which a part was kept from another one; cells that were never drawn have no step.
 * @param isWanted leaves out other cells
 * @throws TesseraError `grid-too-small`, `permuted-grid-too-large`
 */
export function scheduleOfRecord(
  record: RunRecord,
  { blockSize, permutation }: RecordedModel,
  isWanted: (row: number, column: number) => boolean = () => true,
): Schedule {
  const { height, width } = record.grid;
  return buildSchedule({
    height,
    width,
    mode: record.settings.window,
    window: windowOfRecord(record, blockSize),
    ...(permutation && { permutation }),
    isDrawn: (row, column) => record.tokens[row * width + column] !== EMPTY && isWanted(row, column),
    maxSlots: 1,
  });
}
