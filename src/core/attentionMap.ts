import type { Schedule, Step } from './schedule.ts';
import { conditionRow } from './window.ts';

/** Weights of one step: [layers, heads, length], each row summing to 1. */
export interface AttentionWeights {
  readonly layers: number;
  readonly heads: number;
  readonly length: number;
  readonly weights: Float32Array;
}

/** One row of weights; the mean over all layers or heads where null. */
export function attentionRow(
  { layers, heads, length, weights }: AttentionWeights,
  layer: number | null,
  head: number | null,
): Float32Array {
  const row = new Float32Array(length);
  let rows = 0;
  for (let l = 0; l < layers; l++) {
    for (let h = 0; h < heads; h++) {
      if ((layer !== null && l !== layer) || (head !== null && h !== head)) continue;
      const from = (l * heads + h) * length;
      for (let i = 0; i < length; i++) row[i] += weights[from + i];
      rows++;
    }
  }
  return row.map((value) => value / rows);
}

/** A row of weights on the cells that its positions stand for; NaN where the step saw nothing. */
export interface AttendedCells {
  /** Of tokens of the picture, row-major over the grid. */
  readonly picture: Float32Array;
  /** Of condition tokens on the same grid; null for a condition that has no place in the picture. */
  readonly condition: Float32Array | null;
  /** Share of the attention that lies on the condition. */
  readonly conditionShare: number;
}

/** @param spatial whether the condition lies on the grid, cropped by the window */
export function attendedCells(
  row: Float32Array,
  { width, height, window, order }: Pick<Schedule, 'width' | 'height' | 'window' | 'order'>,
  step: Pick<Step, 'top' | 'left' | 'place'>,
  spatial: boolean,
): AttendedCells {
  const picture = new Float32Array(height * width).fill(NaN);
  const condition = spatial ? picture.slice() : null;
  const prefix = row.length - step.place;
  const cellOf = (local: number): number =>
    conditionRow(step.top + Math.floor(local / window.width), height) * width +
    step.left +
    (local % window.width);
  let conditionShare = 0;
  for (let position = 0; position < prefix; position++) {
    conditionShare += row[position];
    if (!condition) continue;
    const cell = cellOf(position);
    condition[cell] = (condition[cell] || 0) + row[position];
  }
  for (let place = 0; place < step.place; place++) picture[cellOf(order[place])] = row[prefix + place];
  return { picture, condition, conditionShare };
}
