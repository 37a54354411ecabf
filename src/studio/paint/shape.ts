import { polygonSpans } from './polygon.ts';
import { clip, type Point, type Rect } from './raster.ts';
import type { Emit } from './spans.ts';
import { strokeBounds, strokeSpans } from './stroke.ts';

/** What the shape tools draw, in pixels of the picture. */
export type Shape =
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point; readonly diameter: number }
  | { readonly kind: 'rectangle'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'polygon'; readonly corners: readonly Point[] };

interface Size {
  readonly height: number;
  readonly width: number;
}

/** The pixels that both corners lie in are part of it. */
function rectangleOf(from: Point, to: Point): Rect {
  return {
    left: Math.floor(Math.min(from.x, to.x)),
    top: Math.floor(Math.min(from.y, to.y)),
    right: Math.floor(Math.max(from.x, to.x)) + 1,
    bottom: Math.floor(Math.max(from.y, to.y)) + 1,
  };
}

/** A rectangle that holds all pixels of a shape; null when none lies in the picture. */
export function shapeBounds(size: Size, shape: Shape): Rect | null {
  switch (shape.kind) {
    case 'line':
      return strokeBounds(size, shape.from, shape.to, shape.diameter);
    case 'rectangle':
      return clip(rectangleOf(shape.from, shape.to), size.width, size.height);
    case 'polygon': {
      if (shape.corners.length === 0) return null;
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const { x, y } of shape.corners) {
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
      }
      return strokeBounds(size, { x: left, y: top }, { x: right, y: bottom }, 1);
    }
  }
}

/** Tells the pixels of a shape that lie in the picture; some may be told twice. */
export function shapeSpans(size: Size, shape: Shape, emit: Emit): void {
  switch (shape.kind) {
    case 'line':
      strokeSpans(size, shape.from, shape.to, shape.diameter, emit);
      break;
    case 'rectangle': {
      const rect = clip(rectangleOf(shape.from, shape.to), size.width, size.height);
      for (let row = rect?.top ?? 0; rect && row < rect.bottom; row++) emit(row, rect.left, rect.right);
      break;
    }
    case 'polygon':
      polygonSpans(size, shape.corners, emit);
  }
}
