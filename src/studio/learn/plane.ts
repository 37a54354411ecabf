/** Points of a plane, found by place. */
export interface Plane {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A part of a plane that is looked at. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export function distanceTo({ x, y }: Plane, index: number, place: Place): number {
  return Math.hypot(x[index] - place.x, y[index] - place.y);
}

/** Indices of the points nearest to a place, the nearest first; the lower one first among equals. */
export function nearestTo(plane: Plane, place: Place, most: number): number[] {
  const distances = plane.x.map((_, index) => distanceTo(plane, index, place));
  return [...distances.keys()].sort((a, b) => distances[a] - distances[b] || a - b).slice(0, most);
}

/** The plane with its longer side lying, so that it takes less of a page. */
export function lying({ x, y }: Plane): Plane {
  const span = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return span(y) > span(x) ? { x: y, y: x } : { x, y };
}

/** The whole plane with a margin around it, as a share of its longer side. */
export function frameOf({ x, y }: Plane, margin = 0.04): Frame {
  const [left, right] = [Math.min(...x), Math.max(...x)];
  const [top, bottom] = [Math.min(...y), Math.max(...y)];
  const room = margin * Math.max(right - left, bottom - top, 1);
  return {
    left: left - room,
    top: top - room,
    width: right - left + 2 * room,
    height: bottom - top + 2 * room,
  };
}

/** Points per bucket on average: few, so that a search looks at few. */
const PER_BUCKET = 2;

/**
 * For each pixel of a picture of the frame, the index of the nearest point (a Voronoi diagram).
 * @returns int32 [height, width], row-major
 */
export function nearestOfPixels(plane: Plane, frame: Frame, width: number, height: number): Int32Array {
  const whole = frameOf(plane);
  const side = Math.sqrt((whole.width * whole.height * PER_BUCKET) / Math.max(1, plane.x.length));
  const columns = Math.max(1, Math.ceil(whole.width / side));
  const rows = Math.max(1, Math.ceil(whole.height / side));
  const buckets = Array.from({ length: columns * rows }, (): number[] => []);
  const clamp = (value: number, most: number) => Math.min(most - 1, Math.max(0, value));
  const columnOf = (x: number) => clamp(Math.floor((x - whole.left) / side), columns);
  const rowOf = (y: number) => clamp(Math.floor((y - whole.top) / side), rows);
  plane.x.forEach((x, index) => buckets[rowOf(plane.y[index]) * columns + columnOf(x)].push(index));
  const nearest = new Int32Array(width * height);
  for (let pixel = 0; pixel < nearest.length; pixel++) {
    const x = frame.left + (((pixel % width) + 0.5) / width) * frame.width;
    const y = frame.top + ((Math.floor(pixel / width) + 0.5) / height) * frame.height;
    const [column, row] = [columnOf(x), rowOf(y)];
    let best = -1;
    let least = Infinity;
    // Rings of buckets around the pixel's own; what lies in a ring is at least `ring - 1` sides away.
    for (let ring = 0; ring <= columns + rows && least > Math.max(0, ring - 1) * side; ring++) {
      for (let r = row - ring; r <= row + ring; r++) {
        if (r < 0 || r >= rows) continue;
        const isEnd = Math.abs(r - row) === ring;
        for (let c = column - ring; c <= column + ring; c += isEnd ? 1 : Math.max(1, 2 * ring)) {
          if (c < 0 || c >= columns) continue;
          for (const index of buckets[r * columns + c]) {
            const distance = Math.hypot(plane.x[index] - x, plane.y[index] - y);
            if (distance < least || (distance === least && index < best)) {
              least = distance;
              best = index;
            }
          }
        }
      }
    }
    nearest[pixel] = best;
  }
  return nearest;
}
