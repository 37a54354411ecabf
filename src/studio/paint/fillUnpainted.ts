import type { LabelMap } from '../../core/layout.ts';
import { UNPAINTED } from './raster.ts';

/** Chamfer weights (Borgefors 1986): 3 for a step along an axis, 4 for a diagonal one, within 8 % of true distance. */
const STRAIGHT = 3;
const DIAGONAL = 4;

/**
 * The map with every unpainted pixel given the label of the nearest painted one, in two raster passes.
 * @returns null when nothing is painted at all
 */
export function fillUnpainted(map: LabelMap): LabelMap | null {
  const { width, height } = map;
  const labels = map.labels.slice();
  if (!labels.includes(UNPAINTED)) return map;
  const distance = new Int32Array(labels.length).fill(2 ** 30);
  let painted = 0;
  labels.forEach((label, i) => {
    if (label === UNPAINTED) return;
    distance[i] = 0;
    painted++;
  });
  if (painted === 0) return null;

  const relax = (at: number, from: number, weight: number) => {
    if (distance[from] + weight >= distance[at]) return;
    distance[at] = distance[from] + weight;
    labels[at] = labels[from];
  };
  const pass = (rows: number, step: 1 | -1) => {
    for (let i = 0; i < rows; i++) {
      const row = step === 1 ? i : rows - 1 - i;
      const before = row - step;
      for (let j = 0; j < width; j++) {
        const column = step === 1 ? j : width - 1 - j;
        const at = row * width + column;
        const side = column - step;
        if (side >= 0 && side < width) relax(at, at - step, STRAIGHT);
        if (before < 0 || before >= height) continue;
        relax(at, before * width + column, STRAIGHT);
        if (column > 0) relax(at, before * width + column - 1, DIAGONAL);
        if (column < width - 1) relax(at, before * width + column + 1, DIAGONAL);
      }
    }
  };
  pass(height, 1);
  pass(height, -1);
  return { width, height, labels };
}
