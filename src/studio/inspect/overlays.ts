import { attendedCells, attentionRow, type AttendedCells } from '../../core/attentionMap.ts';
import { conditionOfRecord, scheduleOfRecord, type RecordedModel } from '../../core/recordedRun.ts';
import type { Trace } from '../replay/trace.ts';
import { heatFromZero, type HeatMap } from './heat.ts';
import type { AttentionAnswer, InspectState, Survey } from './inspectStore.ts';

/** Place of each cell in the order of drawing, from 1; NaN where nothing was drawn. */
export function orderMap(trace: Trace): HeatMap {
  const values = new Float32Array(trace.height * trace.width).fill(NaN);
  for (let draw = 0; draw < trace.count; draw++) values[trace.cells[draw]] = draw + 1;
  return { values, least: 1, most: Math.max(1, trace.count) };
}

interface WindowMap {
  /** Number of the window that drew each cell, in the order of their first draws; -1 where nothing was drawn. */
  readonly window: Int32Array;
  readonly origins: readonly { readonly top: number; readonly left: number }[];
}

export function windowMap(trace: Trace): WindowMap {
  const window = new Int32Array(trace.height * trace.width).fill(-1);
  const numbers = new Map<string, number>();
  const origins: { top: number; left: number }[] = [];
  for (let draw = 0; draw < trace.count; draw++) {
    const [top, left] = trace.windows.subarray(draw * 4, draw * 4 + 2);
    const key = `${top},${left}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = origins.length;
      numbers.set(key, number);
      origins.push({ top, left });
    }
    window[trace.cells[draw]] = number;
  }
  return { window, origins };
}

/** Entropy, probability or surprise of every token. */
export function surveyMap(survey: Survey, kind: 'entropy' | 'probability' | 'surprise'): HeatMap {
  if (kind === 'entropy') return heatFromZero(survey.entropy);
  if (kind === 'probability') return { values: survey.probability, least: 0, most: 1 };
  // A probability of 0 gives Infinity: the token was laid by hand and could not have been drawn.
  return heatFromZero(survey.probability.map((p) => -Math.log(p)));
}

/** What the pinned step attended to, in the chosen layer and head, on the grid. */
export function attendedBy(
  answer: AttentionAnswer,
  model: RecordedModel,
  { layer, head }: Pick<InspectState, 'layer' | 'head'>,
): AttendedCells | null {
  const { record, cell } = answer;
  const { width } = record.grid;
  const schedule = scheduleOfRecord(record, model, (row, column) => row * width + column === cell);
  const step = schedule.steps.at(0);
  if (!step) return null;
  const spatial = conditionOfRecord(record, 0).layout === 'spatial';
  return attendedCells(attentionRow(answer, layer, head), schedule, step, spatial);
}

/** Attention onto one kind of cells; onto tokens where the condition has no place in the picture. */
export function attentionHeat({ picture, condition }: AttendedCells, onto: InspectState['onto']): HeatMap {
  return heatFromZero((onto === 'condition' ? condition : null) ?? picture);
}
