import type { Point } from './raster.ts';
import type { Emit } from './spans.ts';
import { strokeSpans } from './stroke.ts';

interface Crossing {
  readonly x: number;
  readonly turn: 1 | -1;
}

/** Where the edges cross the middle of each row of pixels. */
function crossings(corners: readonly Point[], height: number): readonly Crossing[][] {
  const rows: Crossing[][] = Array.from({ length: height }, () => []);
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % corners.length];
    const [top, bottom] = a.y < b.y ? [a, b] : [b, a];
    // Half open, so that a corner on the middle of a row counts once.
    const first = Math.max(0, Math.ceil(top.y - 0.5));
    const last = Math.min(height - 1, Math.ceil(bottom.y - 0.5) - 1);
    for (let row = first; row <= last; row++) {
      const x = top.x + ((row + 0.5 - top.y) * (bottom.x - top.x)) / (bottom.y - top.y);
      rows[row].push({ x, turn: a.y < b.y ? 1 : -1 });
    }
  });
  return rows;
}

/**
 * The inside of a closed outline, and the pixels that its edges run through. Inside is where the outline winds around
 * (non-zero rule): a lasso that crosses itself leaves no hole. The edges belong to it, so a sliver is never nothing.
 */
export function polygonSpans(
  size: { readonly height: number; readonly width: number },
  corners: readonly Point[],
  emit: Emit,
): void {
  crossings(corners, size.height).forEach((row, y) => {
    row.sort((a, b) => a.x - b.x);
    let winding = 0;
    row.forEach(({ x, turn }, i) => {
      winding += turn;
      if (winding === 0 || i + 1 === row.length) return;
      const left = Math.max(0, Math.ceil(x - 0.5));
      const right = Math.min(size.width, Math.ceil(row[i + 1].x - 0.5));
      if (left < right) emit(y, left, right);
    });
  });
  corners.forEach((a, i) => strokeSpans(size, a, corners[(i + 1) % corners.length], 1, emit));
}
