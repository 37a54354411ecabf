/** Names of the label sets that published segmentation models were trained on. */
import type { Label } from '../core/labels.ts';
import names from './labelSets.json' with { type: 'json' };

export type LabelSet = 'coco-stuff-182' | 'coco-stuff-183' | 'ade20k-151';

/**
 * S-FLCKR counts COCO-Stuff from 0 = person; the COCO model puts 0 = unlabeled before it; ADE20K has
 * 0 = unknown (reference section 4).
 */
export function labelSet(set: LabelSet): Label[] {
  const list =
    set === 'ade20k-151'
      ? names.ade20k
      : set === 'coco-stuff-183'
        ? names['coco-stuff']
        : names['coco-stuff'].slice(1);
  return list.map((name, id) => ({ id, name, color: labelColor(id) }));
}

/** The set that a condition with this many labels was most likely trained on. */
export function labelSetOfSize(labels: number): LabelSet | null {
  if (labels === 182 || labels === 183) return `coco-stuff-${labels}`;
  return labels === 151 ? 'ade20k-151' : null;
}

/**
 * A colour for a label id: hues a golden angle apart, so that neighbouring ids differ most, at three
 * alternating lightnesses.
 */
export function labelColor(id: number): string {
  const hue = (id * 137.508) % 360;
  const lightness = [0.55, 0.7, 0.42][id % 3];
  const chroma = 0.55 * (1 - Math.abs(2 * lightness - 1));
  const channel = (shift: number): string => {
    const k = (shift + hue / 30) % 12;
    const value = lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)) * 0.9;
    return Math.round(255 * Math.min(1, Math.max(0, value)))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
