import type { Point } from './raster.ts';

/** Lines turn in steps of this angle while Shift is held: 24 to a circle, with the axes and diagonals among them. */
const STEP = Math.PI / 12;

/** The place on the nearest allowed direction from `from` that is closest to `to`. */
export function alongStep(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const angle = Math.round(Math.atan2(dy, dx) / STEP) * STEP;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const length = dx * cos + dy * sin;
  return { x: from.x + length * cos, y: from.y + length * sin };
}

/** The corner of the square that reaches as far as the longer side, on the side of `from` that `to` is on. */
export function toSquare(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return { x: from.x + (dx < 0 ? -side : side), y: from.y + (dy < 0 ? -side : side) };
}
