import type { ConditionTokens } from '../../core/condition.ts';
import { TesseraError } from '../../core/errors.ts';
import type { TokenGrid } from '../../core/grid.ts';
import type { Schedule, Step } from '../../core/schedule.ts';
import { conditionRow } from '../../core/window.ts';
import type { DecodeRequest } from '../engine.ts';

/** Positions that the condition takes in front of the window's tokens. */
export function conditionLength(condition: ConditionTokens, schedule: Schedule): number {
  return condition.layout === 'prefix'
    ? condition.tokens.length
    : schedule.window.height * schedule.window.width;
}

/**
 * Positions `from` to `to - 1` of a step's sequence: the condition (cropped to the window when spatial), then
 * the window's tokens in the schedule's order.
 * @throws TesseraError `token-not-drawn` when a token that the window needs is still empty
 */
export function sequenceSlice(
  schedule: Schedule,
  condition: ConditionTokens,
  grid: TokenGrid,
  step: Step,
  from: number,
  to: number,
): Int32Array {
  const { window, order } = schedule;
  const length = conditionLength(condition, schedule);
  const slice = new Int32Array(to - from);
  for (let position = from; position < to; position++) {
    let token: number;
    if (position >= length) {
      const local = order[position - length];
      const row = step.top + Math.floor(local / window.width);
      const column = step.left + (local % window.width);
      token = grid.tokens[row * grid.width + column];
      if (token < 0) {
        throw new TesseraError(
          'token-not-drawn',
          `the token at row ${row}, column ${column} is needed before it was drawn`,
          'start from tokens that are complete above and left of what is drawn',
        );
      }
    } else if (condition.layout === 'prefix') {
      token = condition.tokens[position] + condition.offset;
    } else {
      const row = conditionRow(step.top + Math.floor(position / window.width), condition.grid.height);
      const column = step.left + (position % window.width);
      token = condition.grid.tokens[row * condition.grid.width + column] + condition.offset;
    }
    slice[position - from] = token;
  }
  return slice;
}

/** @throws TesseraError `condition-size` when a spatial condition does not cover the grid */
export function checkCondition(condition: ConditionTokens, grid: Pick<TokenGrid, 'height' | 'width'>): void {
  if (condition.layout === 'prefix') return;
  const { height, width } = condition.grid;
  if (height === grid.height && width === grid.width) return;
  throw new TesseraError(
    'condition-size',
    `the condition has ${height} x ${width} tokens and the picture ${grid.height} x ${grid.width}`,
    'use a condition of the size of the picture',
  );
}

/** @throws TesseraError `guidance-length` when image tokens would stand at other positions without the condition */
export function checkGuidance({ schedule, condition, guidance }: DecodeRequest): void {
  if (guidance === undefined) return;
  const [told, untold] = [condition, guidance.untold].map((one) => conditionLength(one, schedule));
  if (told === untold) return;
  throw new TesseraError(
    'guidance-length',
    `the condition has ${told} positions and the one that tells nothing ${untold}`,
    'draw without guidance',
  );
}
