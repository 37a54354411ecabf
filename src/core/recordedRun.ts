import type { ConditionTokens } from './condition.ts';
import { EMPTY, type TokenGrid } from './grid.ts';
import type { RunRecord } from './runRecord.ts';
import { buildSchedule, type Schedule } from './schedule.ts';
import type { ConditionKind } from './settings.ts';
import { windowOf, type WindowSize } from './window.ts';

/** Kinds whose tokens stand in front of every window; those of the others lie on the picture's grid. */
const PREFIX_KINDS: readonly ConditionKind[] = ['class', 'none'];

/** A pose is a picture with tokens on the grid here, and was a list of keypoints in the paper's model. */
function isPrefix({ condition, grid }: RunRecord): boolean {
  if (condition.kind !== 'pose') return PREFIX_KINDS.includes(condition.kind);
  return condition.height !== grid.height || condition.width !== grid.width;
}

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
export function conditionOfRecord(record: RunRecord, offset: number): ConditionTokens {
  const { height, width, tokens: recorded } = record.condition;
  const tokens = Int32Array.from(recorded);
  if (isPrefix(record)) return { layout: 'prefix', tokens, offset };
  return { layout: 'spatial', grid: { height, width, tokens }, offset };
}

/** The transformer's window in a record. */
export function windowOfRecord(record: RunRecord, blockSize: number): WindowSize {
  const layout = isPrefix(record) ? 'prefix' : 'spatial';
  return windowOf(blockSize, { layout }, record.condition.tokens.length);
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
