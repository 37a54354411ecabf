import type { ConditionTokens } from '../core/condition.ts';
import { drawStatistics } from '../core/distribution.ts';
import { TesseraError } from '../core/errors.ts';
import { guideLogits } from '../core/guidance.ts';
import { gridOfRecord } from '../core/recordedRun.ts';
import { uniform } from '../core/philox.ts';
import type { RunRecord } from '../core/runRecord.ts';
import type { Step } from '../core/schedule.ts';
import type { DecodeEngine, Drawn } from '../engine/engine.ts';
import { conditionLength, sequenceSlice } from '../engine/tfjs/sequence.ts';
import type { AnswerTo, QuestionAbout } from './inspectProtocol.ts';
import { guidanceFor } from './guidance.ts';
import type { LoadedModel } from './model.ts';
import { drawableCodes, recordedCondition, recordedSchedule } from './recordedContext.ts';

/**
 * The logits that a token was drawn from. The engine that draws makes this one draw again, with the same window and
 * the tokens before it, so the numbers are those of the run.
 * @throws TesseraError `other-model`, `token-not-drawn`, `cancelled`, and those of the engine
 */
export async function inspectToken(
  model: LoadedModel,
  engine: DecodeEngine,
  { record, row, column }: QuestionAbout<'token'>,
  signal: AbortSignal,
): Promise<AnswerTo<'token'>> {
  const condition = recordedCondition(model, record);
  const { schedule } = stepOf(model, record, row, column);
  const codes = drawableCodes(model);
  const drawn: Drawn[] = [];
  await engine.decode({
    schedule,
    condition,
    guidance: guidanceFor(model, record.settings, condition),
    grid: gridOfRecord(record),
    draw: record.settings,
    codes,
    uniform: (r, c) => uniform(record.settings.seed, r, c),
    wantLogits: () => true,
    onDrawn: (one) => drawn.push(one),
    signal,
  });
  const [one] = drawn;
  if (one?.logits === undefined) {
    throw new TesseraError('cancelled', 'the question was withdrawn', 'ask again');
  }
  return { about: 'token', logits: one.logits.slice(0, codes), u: one.u, drawn: one.token };
}

/**
 * Entropy and probability of all tokens that one window position drew: a single forward, as the logits at a position
 * do not depend on what comes after it.
 * @throws TesseraError `other-model`, and those of the engine
 */
export async function surveyWindow(
  model: LoadedModel,
  engine: DecodeEngine,
  { record, top, left }: QuestionAbout<'window'>,
): Promise<AnswerTo<'window'>> {
  const condition = recordedCondition(model, record);
  const schedule = recordedSchedule(model, record);
  const steps = schedule.steps.filter((step) => step.top === top && step.left === left);
  const codes = drawableCodes(model);
  const { vocabulary } = engine.architecture;
  const prefix = conditionLength(condition, schedule);
  const last = steps.reduce((most, step) => (step.place > most.place ? step : most), steps[0]);
  const entropy = new Float32Array(steps.length);
  const probability = new Float32Array(steps.length);
  const cells = Int32Array.from(steps, ({ row, column }) => row * record.grid.width + column);
  if (last === undefined) return { about: 'window', cells, entropy, probability };
  const guidance = guidanceFor(model, record.settings, condition);
  const given = (told: ConditionTokens): Promise<Float32Array> =>
    engine.forward(sequenceSlice(schedule, told, gridOfRecord(record), last, 0, prefix + last.place));
  const told = await given(condition);
  const logits = guidance ? guideLogits(told, await given(guidance.untold), guidance.scale) : told;
  steps.forEach((step, i) => {
    const at = (prefix + step.place - 1) * vocabulary;
    const row = logits.subarray(at, at + vocabulary);
    const one = drawStatistics(row, record.settings, codes, record.tokens[cells[i]]);
    entropy[i] = one.entropy;
    probability[i] = one.probability;
  });
  return { about: 'window', cells, entropy, probability };
}

/**
 * What the step of a token attended to: weights of the last position in every layer and head.
 * @throws TesseraError `other-model`, `token-not-drawn`, `cancelled`, and those of the network
 */
export async function inspectAttention(
  model: LoadedModel,
  { record, row, column }: QuestionAbout<'attention'>,
  signal: AbortSignal,
): Promise<AnswerTo<'attention'>> {
  const condition = recordedCondition(model, record);
  const { schedule, step } = stepOf(model, record, row, column);
  const length = conditionLength(condition, schedule) + step.place;
  const sequence = sequenceSlice(schedule, condition, gridOfRecord(record), step, 0, length);
  const weights = await (await model.gpt()).attentionOfLast(sequence, signal);
  if (weights === null) throw new TesseraError('cancelled', 'the question was withdrawn', 'ask again');
  const { layers, heads } = model.transformer;
  return { about: 'attention', layers, heads, length, weights };
}

function stepOf(model: LoadedModel, record: RunRecord, row: number, column: number) {
  const schedule = recordedSchedule(model, record, (r, c) => r === row && c === column);
  const step: Step | undefined = schedule.steps[0];
  if (step !== undefined) return { schedule, step };
  throw new TesseraError(
    'token-not-drawn',
    `the run has no token at row ${row}, column ${column}`,
    'choose a cell that was drawn',
  );
}
