import type { LabelMap } from '../../core/layout.ts';
import type { Rect } from './raster.ts';

/**
 * Scanline flood fill over 4-neighbours: whole spans at a time, so the stack holds rows and not pixels.
 * @returns the rectangle that changed, or null when the place already has the label
 */
export function floodFill(map: LabelMap, x: number, y: number, label: number): Rect | null {
  const { width, height, labels } = map;
  if (x < 0 || y < 0 || x >= width || y >= height) return null;
  const target = labels[y * width + x];
  if (target === label) return null;

  const stack: number[] = [x, y];
  let changed = { left: x, top: y, right: x + 1, bottom: y + 1 };
  while (stack.length > 0) {
    const row = stack.pop() as number;
    const seed = stack.pop() as number;
    const start = row * width;
    if (labels[start + seed] !== target) continue;
    let left = seed;
    while (left > 0 && labels[start + left - 1] === target) left--;
    let right = seed + 1;
    while (right < width && labels[start + right] === target) right++;
    labels.fill(label, start + left, start + right);
    changed = {
      left: Math.min(changed.left, left),
      top: Math.min(changed.top, row),
      right: Math.max(changed.right, right),
      bottom: Math.max(changed.bottom, row + 1),
    };
    for (const next of [row - 1, row + 1]) {
      if (next < 0 || next >= height) continue;
      let inside = false;
      for (let column = left; column < right; column++) {
        const matches = labels[next * width + column] === target;
        if (matches && !inside) stack.push(column, next);
        inside = matches;
      }
    }
  }
  return changed;
}
