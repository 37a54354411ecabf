import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';
import { conditionOfRecord, scheduleOfRecord } from '../core/recordedRun.ts';
import type { RunRecord } from '../core/runRecord.ts';
import type { Schedule } from '../core/schedule.ts';
import { checkCondition } from '../engine/tfjs/sequence.ts';
import type { LoadedModel } from './model.ts';

/**
 * The condition of a record as its model's transformer sees it.
 * @throws TesseraError `other-model`, `condition-kind`, `condition-size`
 */
export function recordedCondition(model: LoadedModel, record: RunRecord): ConditionTokens {
  if (record.model.hash !== model.hash) {
    throw new TesseraError(
      'other-model',
      `this run was drawn with other weights of ${record.model.id} than those that are loaded`,
      'open the model that drew it',
    );
  }
  const { kind } = record.condition;
  const { tokenOffset } = model.manifest.conditioning[model.conditioningIndex(kind)];
  const condition = conditionOfRecord(record, tokenOffset);
  checkCondition(condition, record.grid);
  return condition;
}

/** The draws of a record, or those of the cells that are wanted. @throws TesseraError as scheduleOfRecord */
export function recordedSchedule(
  model: LoadedModel,
  record: RunRecord,
  isWanted?: (row: number, column: number) => boolean,
): Schedule {
  const { permuter } = model.manifest;
  return scheduleOfRecord(
    record,
    {
      blockSize: model.transformer.blockSize,
      ...(permuter && { permutation: Int32Array.from(permuter) }),
    },
    isWanted,
  );
}

/** Ids below this are codes of the picture. */
export function drawableCodes(model: LoadedModel): number {
  return model.manifest.imageStage?.codes ?? model.transformer.vocabulary;
}
