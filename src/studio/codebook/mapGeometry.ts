import { ARROW_STEPS } from '../controls/arrowKeys.ts';

/** How the map lies in its frame: frame = point * scale + offset, in page pixels. */
export interface MapView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 36;
const MOST_ZOOM = 60;
/** Out to where the whole map takes half of the frame. */
const LEAST_ZOOM = 0.5;
/** Share of the room that there is for each, and how it grows: zoomed to twice the size, tiles are two thirds larger. */
const TILE = { ofRoom: 0.42, growth: 0.75, least: 2, most: 64 };

/** The view in which all points are seen; y points up, as in a plot. */
export function fitView(points: Float32Array, { width, height }: FrameSize): MapView {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i]);
    right = Math.max(right, points[i]);
    bottom = Math.min(bottom, points[i + 1]);
    top = Math.max(top, points[i + 1]);
  }
  if (left > right) return { scale: 1, x: width / 2, y: height / 2 };
  const across = Math.max(1e-9, right - left);
  const up = Math.max(1e-9, top - bottom);
  const scale = Math.min(Math.max(1, width - 2 * MARGIN) / across, Math.max(1, height - 2 * MARGIN) / up);
  return {
    scale,
    x: width / 2 - ((left + right) / 2) * scale,
    y: height / 2 + ((bottom + top) / 2) * scale,
  };
}

/** Where every point lies in the frame: x, y, x, y, ... */
export function placePoints(points: Float32Array, { scale, x, y }: MapView): Float32Array {
  return points.map((value, i) => (i % 2 === 0 ? value * scale + x : y - value * scale));
}

/** Zooms so that what lies under (x, y) stays there. */
export function zoomAt(view: MapView, factor: number, x: number, y: number, whole: MapView): MapView {
  const scale = Math.min(whole.scale * MOST_ZOOM, Math.max(whole.scale * LEAST_ZOOM, view.scale * factor));
  const change = scale / view.scale;
  return { scale, x: x + (view.x - x) * change, y: y + (view.y - y) * change };
}

/** Side of a tile so that tiles seldom cover each other, growing more slowly than the map is zoomed. */
export function tileSide(view: MapView, whole: MapView, count: number, { width, height }: FrameSize): number {
  const room = Math.sqrt((width * height) / Math.max(1, count));
  const side = TILE.ofRoom * room * (view.scale / whole.scale) ** TILE.growth;
  return Math.min(TILE.most, Math.max(TILE.least, side));
}

/** The point nearest to a place in the frame, not further than `reach`; -1 when there is none. */
export function pointAt(places: Float32Array, x: number, y: number, reach: number): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < places.length; i += 2) {
    const square = (places[i] - x) ** 2 + (places[i + 1] - y) ** 2;
    if (square > least) continue;
    least = square;
    best = i / 2;
  }
  return best;
}

/**
 * The point that an arrow key leads to: the nearest within 45 degrees of that direction, where being off to the side
 * counts double. The same point when there is none; null for other keys.
 */
export function moveOnMap(key: string, places: Float32Array, from: number): number | null {
  const step = ARROW_STEPS[key];
  if (!step) return null;
  const [dx, dy] = step;
  let best = from;
  let least = Infinity;
  for (let other = 0; other < places.length / 2; other++) {
    const x = places[2 * other] - places[2 * from];
    const y = places[2 * other + 1] - places[2 * from + 1];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (along <= 0 || aside > along) continue;
    const cost = along + 2 * aside;
    if (cost >= least) continue;
    least = cost;
    best = other;
  }
  return best;
}
