import type { LabelMap } from '../../core/layout.ts';

/** Takes a run of pixels of one row, from `left` up to but not including `right`. Rasters tell shapes in such runs. */
export type Emit = (row: number, left: number, right: number) => void;

/** Writes runs as a label: nothing is blended, so edges are hard. Runs must lie inside of the map. */
export function labelling(map: LabelMap, label: number): Emit {
  return (row, left, right) => map.labels.fill(label, row * map.width + left, row * map.width + right);
}
