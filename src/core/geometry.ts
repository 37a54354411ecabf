/** The multiple of `step` nearest to `pixels`, between `least` and `most` (which are multiples themselves). */
export function snapSize(pixels: number, step: number, least: number, most: number): number {
  const snapped = Math.round(pixels / step) * step;
  return Math.min(most, Math.max(least, snapped));
}
