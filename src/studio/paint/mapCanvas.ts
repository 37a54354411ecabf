import type { LabelMap } from '../../core/layout.ts';
import type { Rect } from './raster.ts';

/** Paints the labels of a rectangle onto a canvas of the map's size; only those pixels are converted. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  map: LabelMap,
  colours: Uint32Array,
  rect: Rect,
): void {
  const width = rect.right - rect.left;
  const height = rect.bottom - rect.top;
  if (width <= 0 || height <= 0) return;
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (let row = 0; row < height; row++) {
    const from = (rect.top + row) * map.width + rect.left;
    for (let column = 0; column < width; column++) {
      words[row * width + column] = colours[map.labels[from + column]];
    }
  }
  context.putImageData(image, rect.left, rect.top);
}

export function wholeOf(map: LabelMap): Rect {
  return { left: 0, top: 0, right: map.width, bottom: map.height };
}
