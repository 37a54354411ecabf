import type { Point, Rect } from './raster.ts';
import type { Emit } from './spans.ts';

/** Which axes through the middle of the picture repeat what is painted. */
export interface Mirror {
  /** Left and right are alike. */
  readonly sides: boolean;
  /** Top and bottom are alike. */
  readonly ends: boolean;
}

interface Size {
  readonly height: number;
  readonly width: number;
}

export const UNMIRRORED: Mirror = { sides: false, ends: false };

/** Whether to flip each axis, for every copy; the first is the original. */
function copies({ sides, ends }: Mirror): readonly { readonly x: boolean; readonly y: boolean }[] {
  return [false, true].flatMap((y) =>
    [false, true].filter((x) => (sides || !x) && (ends || !y)).map((x) => ({ x, y })),
  );
}

export function mirroredPoints(at: Point, { width, height }: Size, mirror: Mirror): readonly Point[] {
  return copies(mirror).map((flip) => ({
    x: flip.x ? width - at.x : at.x,
    y: flip.y ? height - at.y : at.y,
  }));
}

export function mirroredRects(rect: Rect, { width, height }: Size, mirror: Mirror): readonly Rect[] {
  return copies(mirror).map((flip) => ({
    left: flip.x ? width - rect.right : rect.left,
    right: flip.x ? width - rect.left : rect.right,
    top: flip.y ? height - rect.bottom : rect.top,
    bottom: flip.y ? height - rect.top : rect.bottom,
  }));
}

/** Pixels are flipped and not points, so that both halves are alike to the pixel. */
export function mirrored(emit: Emit, { width, height }: Size, mirror: Mirror): Emit {
  const flips = copies(mirror);
  return (row, left, right) => {
    for (const flip of flips) {
      emit(flip.y ? height - 1 - row : row, flip.x ? width - right : left, flip.x ? width - left : right);
    }
  };
}
