import type { CoordinateArchitecture } from '../core/architecture.ts';
import type { ConditionTokens } from '../core/condition.ts';

/**
 * Where each cell lies in the picture: pixel (r, c) has the value (r*W + c) / (H*W); the area mean of a cell's
 * pixels, times the number of codes, rounded half to even (CoordStage, reference section 3.2).
 * @param height picture height in pixels; the grid has floor(height / factor) rows
 * @param most largest id that the transformer knows: on fine grids the last cells round up to `codes`, which the reference
 *   passes on, and which only a transformer with more ids than the stage has codes can look up
 */
export function coordinateTokens(
  stage: CoordinateArchitecture,
  height: number,
  width: number,
  offset: number,
  most = stage.codes - 1,
): ConditionTokens {
  const rows = Math.floor(height / stage.factor);
  const columns = Math.floor(width / stage.factor);
  const tokens = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const down = meanPlace(row, rows, height);
    for (let column = 0; column < columns; column++) {
      const value = (down * width + meanPlace(column, columns, width)) / (height * width);
      tokens[row * columns + column] = Math.min(most, coordinateCode(value, stage.codes));
    }
  }
  return { layout: 'spatial', grid: { height: rows, width: columns, tokens }, offset };
}

/** The code of a value in [0, 1]. */
export function coordinateCode(value: number, codes: number): number {
  const scaled = Math.fround(Math.fround(Math.min(1, Math.max(0, value))) * codes);
  const below = Math.floor(scaled);
  const rest = scaled - below;
  if (rest === 0.5) return below + (below % 2);
  return rest < 0.5 ? below : below + 1;
}

/** Mean pixel index under a cell; cells of odd sizes overlap (adaptive area pooling). */
function meanPlace(cell: number, cells: number, pixels: number): number {
  const first = Math.floor((cell * pixels) / cells);
  const last = Math.ceil(((cell + 1) * pixels) / cells) - 1;
  return (first + last) / 2;
}
