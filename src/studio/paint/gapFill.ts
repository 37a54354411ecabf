import type { LabelMap } from '../../core/layout.ts';
import type { Rect } from './raster.ts';

interface Grid {
  readonly height: number;
  readonly width: number;
}

/** Owners of a place while a fill grows. */
const NOBODY = 0;
const FILL = 1;
const OTHERS = 2;

/**
 * Where squares of `side` pixels fit into the free places, by their top left corners. One pass: the largest square that
 * ends at a place follows from its three neighbours.
 */
function fittingSquares(free: Uint8Array, { height, width }: Grid, side: number): Uint8Array {
  const fits = new Uint8Array(free.length);
  const largest = new Uint16Array(free.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      if (free[at] === 0) continue;
      const inner = row > 0 && column > 0;
      const before = inner ? Math.min(largest[at - 1], largest[at - width], largest[at - width - 1]) : 0;
      largest[at] = before + 1;
      if (largest[at] >= side) fits[at - (side - 1) * (width + 1)] = 1;
    }
  }
  return fits;
}

/** Corners of the fitting squares that cover a place. */
function squaresOver(x: number, y: number, fits: Uint8Array, { width }: Grid, side: number): number[] {
  const found: number[] = [];
  for (let row = Math.max(0, y - side + 1); row <= y; row++) {
    for (let column = Math.max(0, x - side + 1); column <= x; column++) {
      if (fits[row * width + column]) found.push(row * width + column);
    }
  }
  return found;
}

/** Writes the up to four neighbours inside of the grid. @returns how many there are */
function neighbours(at: number, { height, width }: Grid, into: Int32Array): number {
  const column = at % width;
  let count = 0;
  if (column > 0) into[count++] = at - 1;
  if (column < width - 1) into[count++] = at + 1;
  if (at >= width) into[count++] = at - width;
  if (at < width * (height - 1)) into[count++] = at + width;
  return count;
}

/** The corners that a square can be pushed to from where it begins, pixel by pixel. */
function reached(starts: readonly number[], fits: Uint8Array, grid: Grid): Uint8Array {
  const seen = new Uint8Array(fits.length);
  const stack = [...starts];
  const near = new Int32Array(4);
  for (const start of starts) seen[start] = 1;
  while (stack.length > 0) {
    const count = neighbours(stack.pop() as number, grid, near);
    for (let i = 0; i < count; i++) {
      if (!fits[near[i]] || seen[near[i]]) continue;
      seen[near[i]] = 1;
      stack.push(near[i]);
    }
  }
  return seen;
}

/** Marks all places under squares with the given corners; running counts make it independent of the side. */
function cover(owner: Uint8Array, corners: Uint8Array, { height, width }: Grid, side: number, mark: number) {
  const across = new Uint16Array(owner.length);
  for (let row = 0; row < height; row++) {
    let inside = 0;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      inside += corners[at] - (column >= side ? corners[at - side] : 0);
      across[at] = inside;
    }
  }
  for (let column = 0; column < width; column++) {
    let inside = 0;
    for (let row = 0; row < height; row++) {
      const at = row * width + column;
      inside += across[at] - (row >= side ? across[at - side * width] : 0);
      if (inside > 0) owner[at] = mark;
    }
  }
}

/** Both owners grow step by step until all free places are taken; where both come at the same step, the others have it. */
function grow(owner: Uint8Array, free: Uint8Array, grid: Grid): void {
  const near = new Int32Array(4);
  const isOpen = (at: number) => free[at] === 1 && owner[at] === NOBODY;
  /** Owned places beside open ones: found from those, which are few. */
  const borders = (mark: number): number[] => {
    const found = new Set<number>();
    for (let at = 0; at < owner.length; at++) {
      if (!isOpen(at)) continue;
      const count = neighbours(at, grid, near);
      for (let i = 0; i < count; i++) if (owner[near[i]] === mark) found.add(near[i]);
    }
    return [...found];
  };
  const advance = (front: readonly number[], mark: number): number[] => {
    const taken: number[] = [];
    for (const at of front) {
      const count = neighbours(at, grid, near);
      for (let i = 0; i < count; i++) {
        if (!isOpen(near[i])) continue;
        owner[near[i]] = mark;
        taken.push(near[i]);
      }
    }
    return taken;
  };
  let others = borders(OTHERS);
  let fill = borders(FILL);
  while (fill.length > 0) {
    others = advance(others, OTHERS);
    fill = advance(fill, FILL);
  }
}

/**
 * A flood fill that does not leak through gaps of up to `gap` pixels. It fills what a square of one pixel more can be
 * pushed over from the seed, then the nooks that the square could not get into; areas that the square could not
 * reach grow against it, so that both meet inside of the gap. From a seed in a place too narrow for the square, the
 * largest that fits is pushed.
 * @returns the rectangle that changed, or null when the place already has the label
 */
export function gapFill(map: LabelMap, x: number, y: number, label: number, gap: number): Rect | null {
  const { width, height, labels } = map;
  if (x < 0 || y < 0 || x >= width || y >= height) return null;
  const target = labels[y * width + x];
  if (target === label) return null;
  // Plain loops: a call for each of a million places would be felt.
  const free = new Uint8Array(labels.length);
  for (let at = 0; at < free.length; at++) free[at] = labels[at] === target ? 1 : 0;
  let side = Math.min(gap + 1, width, height);
  let fits = fittingSquares(free, map, side);
  let starts = squaresOver(x, y, fits, map, side);
  while (starts.length === 0) {
    fits = fittingSquares(free, map, --side);
    starts = squaresOver(x, y, fits, map, side);
  }
  const core = reached(starts, fits, map);
  const owner = new Uint8Array(labels.length);
  if (side > 1) {
    for (let at = 0; at < fits.length; at++) if (core[at]) fits[at] = 0;
    cover(owner, fits, map, side, OTHERS);
  }
  cover(owner, core, map, side, FILL);
  grow(owner, free, map);

  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = owner.indexOf(FILL); at >= 0; at = owner.indexOf(FILL, bottom * width)) {
    const row = Math.floor(at / width);
    const start = row * width;
    const first = at;
    const last = owner.lastIndexOf(FILL, start + width - 1);
    for (; at <= last; at++) if (owner[at] === FILL) labels[at] = label;
    left = Math.min(left, first - start);
    right = Math.max(right, last - start + 1);
    top = Math.min(top, row);
    bottom = row + 1;
  }
  return { left, top, right, bottom };
}
