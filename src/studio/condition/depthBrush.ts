import { clip, type Point, type Rect } from '../paint/raster.ts';
import { type DepthRaster, NEAREST } from './depthRaster.ts';

export interface DepthBrush {
  readonly tool: 'brush' | 'raise' | 'lower' | 'smooth';
  /** In pixels of the picture. */
  readonly diameter: number;
  /** Depth that the brush paints, 0 to 1. */
  readonly value: number;
  /** Share of the radius over which the brush fades out, 0 to 1. */
  readonly softness: number;
}

/** Share of the whole range by which one stroke raises or lowers. */
const LIFT = 0.12;

/**
 * One stroke: a pixel counts with the most that the brush covered it, so that going over a place twice in one stroke does
 * not paint it twice.
 */
export class DepthStroke {
  private readonly before: Uint16Array;
  private readonly cover: Float32Array;
  private last: Point;

  constructor(
    private readonly raster: DepthRaster,
    private readonly brush: DepthBrush,
    at: Point,
  ) {
    this.before = raster.values.slice();
    this.cover = new Float32Array(raster.values.length);
    this.last = at;
  }

  /**
   * @param diameter what the pressure of a pen leaves of the brush on this part of the stroke
   * @returns the pixels that changed
   */
  to(at: Point, diameter = this.brush.diameter): Rect | null {
    const { raster, brush, last: from } = this;
    this.last = at;
    const radius = Math.max(0.75, diameter / 2);
    const rect = clip(
      {
        left: Math.floor(Math.min(from.x, at.x) - radius),
        top: Math.floor(Math.min(from.y, at.y) - radius),
        right: Math.ceil(Math.max(from.x, at.x) + radius),
        bottom: Math.ceil(Math.max(from.y, at.y) + radius),
      },
      raster.width,
      raster.height,
    );
    if (!rect) return null;
    const smooth = brush.tool === 'smooth' ? blurred(raster, this.before, rect, radius) : null;
    for (let row = rect.top; row < rect.bottom; row++) {
      for (let column = rect.left; column < rect.right; column++) {
        const reach = weight(distanceToSegment(column + 0.5, row + 0.5, from, at) / radius, brush.softness);
        const i = row * raster.width + column;
        if (reach <= this.cover[i]) continue;
        this.cover[i] = reach;
        const old = this.before[i];
        const target = smooth
          ? smooth[(row - rect.top) * (rect.right - rect.left) + column - rect.left]
          : targetOf(brush, old);
        raster.values[i] = Math.round(old + reach * (target - old));
      }
    }
    return rect;
  }

  /** Puts everything back. */
  revert(): void {
    this.raster.values.set(this.before);
  }

  get earlier(): Uint16Array {
    return this.before;
  }
}

function targetOf({ tool, value }: DepthBrush, old: number): number {
  if (tool === 'brush') return value * NEAREST;
  const lifted = old + (tool === 'raise' ? LIFT : -LIFT) * NEAREST;
  return Math.min(NEAREST, Math.max(0, lifted));
}

/** 1 in the core, fading smoothly to 0 at the radius. */
function weight(distance: number, softness: number): number {
  if (distance >= 1) return 0;
  const core = 1 - softness;
  if (distance <= core) return 1;
  const t = (1 - distance) / (1 - core);
  return t * t * (3 - 2 * t);
}

function distanceToSegment(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}

/** Means over squares around each pixel of the rectangle, by running sums along rows and then columns. */
function blurred(
  { width, height }: DepthRaster,
  values: Uint16Array,
  rect: Rect,
  radius: number,
): Float64Array {
  const reach = Math.max(1, Math.round(radius / 3));
  const wide = rect.right - rect.left;
  const top = Math.max(0, rect.top - reach);
  const bottom = Math.min(height, rect.bottom + reach);
  const rows = new Float64Array(wide * (bottom - top));
  for (let row = top; row < bottom; row++) {
    for (let column = rect.left; column < rect.right; column++) {
      let sum = 0;
      const first = Math.max(0, column - reach);
      const last = Math.min(width - 1, column + reach);
      for (let c = first; c <= last; c++) sum += values[row * width + c];
      rows[(row - top) * wide + column - rect.left] = sum / (last - first + 1);
    }
  }
  const out = new Float64Array(wide * (rect.bottom - rect.top));
  for (let row = rect.top; row < rect.bottom; row++) {
    const first = Math.max(top, row - reach);
    const last = Math.min(bottom - 1, row + reach);
    for (let column = 0; column < wide; column++) {
      let sum = 0;
      for (let r = first; r <= last; r++) sum += rows[(r - top) * wide + column];
      out[(row - rect.top) * wide + column] = sum / (last - first + 1);
    }
  }
  return out;
}
