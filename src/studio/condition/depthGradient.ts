import type { Point } from '../paint/raster.ts';
import { type DepthRaster, NEAREST } from './depthRaster.ts';

export type GradientShape = 'linear' | 'radial';

/**
 * Draws a gradient over what was there before.
 * `linear`: farthest where it begins, `value` where it ends, and on beyond either end.
 * `radial`: `value` where it begins, fading into what is there at the distance of its end.
 */
export function paintGradient(
  raster: DepthRaster,
  before: Uint16Array,
  shape: GradientShape,
  from: Point,
  to: Point,
  value: number,
): void {
  const { width, height, values } = raster;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.max(1, Math.hypot(dx, dy));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x, y] = [column + 0.5 - from.x, row + 0.5 - from.y];
      const i = row * width + column;
      const share =
        shape === 'linear' ? (x * dx + y * dy) / (length * length) : 1 - Math.hypot(x, y) / length;
      const clamped = Math.min(1, Math.max(0, share));
      const under = shape === 'linear' ? 0 : before[i];
      const eased = shape === 'linear' ? clamped : clamped * clamped * (3 - 2 * clamped);
      values[i] = Math.round(under + eased * (value * NEAREST - under));
    }
  }
}
