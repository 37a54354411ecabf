import { resampleLabels, type LabelMap } from '../../core/layout.ts';

/** The largest centred part of the map with the aspect of `height` x `width`, at that size, by nearest label. */
export function cropToAspect(map: LabelMap, height: number, width: number): LabelMap {
  const scale = Math.min(map.height / height, map.width / width);
  const rows = Math.max(1, Math.round(height * scale));
  const columns = Math.max(1, Math.round(width * scale));
  const top = Math.floor((map.height - rows) / 2);
  const left = Math.floor((map.width - columns) / 2);
  const labels = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * map.width + left;
    labels.set(map.labels.subarray(from, from + columns), row * columns);
  }
  return resampleLabels({ height: rows, width: columns, labels }, height, width);
}
