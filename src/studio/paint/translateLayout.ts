import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';

/**
 * A map of one palette in the ids of another: by name, or unchanged when the palettes are of the same length.
 * @returns null when the other palette has no such labels
 */
export function translateLayout(
  map: LabelMap,
  from: readonly Label[],
  to: readonly Label[],
): LabelMap | null {
  const used = new Set(map.labels);
  const ids = new Map<number, number>();
  for (const label of from) {
    const same = to.find((other) => other.name.toLowerCase() === label.name.toLowerCase());
    if (same) ids.set(label.id, same.id);
  }
  if ([...used].every((id) => ids.has(id))) {
    return { ...map, labels: map.labels.map((id) => ids.get(id) ?? id) };
  }
  return from.length === to.length ? map : null;
}
