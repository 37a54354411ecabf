import { TesseraError } from './errors.ts';
import type { Label } from './labels.ts';

/** A label map: one class id per pixel, row-major. */
export interface LabelMap {
  readonly height: number;
  readonly width: number;
  readonly labels: Uint8Array;
}

/** The map at another size, by nearest label (labels are names: they cannot be blended). */
export function resampleLabels(map: LabelMap, height: number, width: number): LabelMap {
  if (map.height === height && map.width === width) return map;
  const labels = new Uint8Array(height * width);
  for (let row = 0; row < height; row++) {
    const from = Math.min(map.height - 1, Math.floor(((row + 0.5) * map.height) / height));
    for (let column = 0; column < width; column++) {
      const source = Math.min(map.width - 1, Math.floor(((column + 0.5) * map.width) / width));
      labels[row * width + column] = map.labels[from * map.width + source];
    }
  }
  return { height, width, labels };
}

/** Ids in the map that the model has no label for, ascending. */
function unknownLabels(map: LabelMap, known: readonly Label[]): number[] {
  const ids = new Set(known.map((label) => label.id));
  return [...new Set(map.labels)].filter((id) => !ids.has(id)).sort((a, b) => a - b);
}

/** @throws TesseraError `unknown-labels` naming them */
export function checkLabels(map: LabelMap, known: readonly Label[]): void {
  const unknown = unknownLabels(map, known);
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, 12).join(', ') + (unknown.length > 12 ? ', …' : '');
  throw new TesseraError(
    'unknown-labels',
    `the layout has label ids that this model does not know: ${shown}`,
    `use ids of its palette (${known[0]?.id ?? 0} to ${known[known.length - 1]?.id ?? 0}), or map the unknown ones to a known label`,
  );
}
