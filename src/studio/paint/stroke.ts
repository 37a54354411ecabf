import { clip, type Point, type Rect } from './raster.ts';
import type { Emit } from './spans.ts';

/** Brushes this thin are centred on a pixel, or they could fall between pixel centres and paint nothing. */
const SNAPPED_DIAMETER = 2;

interface Size {
  readonly height: number;
  readonly width: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function join(a: Span | null, b: Span | null): Span | null {
  if (!a || !b) return a ?? b;
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

function discSpan(centre: Point, radius: number, y: number): Span | null {
  const inside = radius * radius - (y - centre.y) ** 2;
  if (inside < 0) return null;
  const half = Math.sqrt(inside);
  return { from: centre.x - half, to: centre.x + half };
}

/** Where the horizontal line at `y` crosses a convex polygon. */
function polygonSpan(corners: readonly Point[], y: number): Span | null {
  let span: Span | null = null;
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % corners.length];
    if (a.y === b.y || y < Math.min(a.y, b.y) || y > Math.max(a.y, b.y)) return;
    const x = a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y);
    span = join(span, { from: x, to: x });
  });
  return span;
}

function centred(point: Point, diameter: number): Point {
  if (diameter > SNAPPED_DIAMETER) return point;
  return { x: Math.floor(point.x) + 0.5, y: Math.floor(point.y) + 0.5 };
}

/** The pixels that a stroke from one point to the next may change. */
export function strokeBounds(size: Size, from: Point, to: Point, diameter: number): Rect | null {
  const reach = diameter / 2 + 1;
  const rect = {
    left: Math.floor(Math.min(from.x, to.x) - reach),
    top: Math.floor(Math.min(from.y, to.y) - reach),
    right: Math.ceil(Math.max(from.x, to.x) + reach),
    bottom: Math.ceil(Math.max(from.y, to.y) + reach),
  };
  return clip(rect, size.width, size.height);
}

/**
 * Tells the pixels of a hard-edged disc that goes all the way between two points: those whose centre lies within half a
 * diameter of the segment. That shape is convex, so each row is one span and overlapping discs cost nothing more.
 */
export function strokeSpans(size: Size, start: Point, end: Point, diameter: number, emit: Emit): void {
  const bounds = strokeBounds(size, start, end, diameter);
  if (!bounds) return;
  const from = centred(start, diameter);
  const to = centred(end, diameter);
  const radius = diameter / 2;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const across =
    length > 0
      ? { x: (-(to.y - from.y) / length) * radius, y: ((to.x - from.x) / length) * radius }
      : { x: 0, y: 0 };
  const sides: Point[] = [
    { x: from.x + across.x, y: from.y + across.y },
    { x: to.x + across.x, y: to.y + across.y },
    { x: to.x - across.x, y: to.y - across.y },
    { x: from.x - across.x, y: from.y - across.y },
  ];
  for (let row = bounds.top; row < bounds.bottom; row++) {
    const y = row + 0.5;
    const ends = join(discSpan(from, radius, y), discSpan(to, radius, y));
    const span = length > 0 ? join(ends, polygonSpan(sides, y)) : ends;
    if (!span) continue;
    const left = Math.max(0, Math.ceil(span.from - 0.5));
    const right = Math.min(size.width, Math.floor(span.to - 0.5) + 1);
    if (left < right) emit(row, left, right);
  }
}
