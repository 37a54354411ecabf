import type { Label } from '../../core/labels.ts';
import { LINEAR_OF_BYTE } from '../../core/oklab.ts';
import { UNPAINTED } from './raster.ts';

/** Grey of an id that the current model has no label for. */
const UNKNOWN_COLOUR = 0xff808080;

/** `#rrggbb` as a little-endian RGBA word, the layout of ImageData. */
function rgbaWord(color: string): number {
  const rgb = parseInt(color.slice(1), 16);
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/** The colour of every id, as words of ImageData; unpainted is transparent. */
export function colourTable(labels: readonly Label[]): Uint32Array {
  const table = new Uint32Array(256).fill(UNKNOWN_COLOUR);
  for (const label of labels) table[label.id] = rgbaWord(label.color);
  table[UNPAINTED] = 0;
  return table;
}

/** Black or white, whichever reads better on a colour (WCAG relative luminance). */
export function inkOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => LINEAR_OF_BYTE[parseInt(color.slice(at, at + 2), 16)]);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? '#000' : '#fff';
}

/** The id that unknown labels may be mapped to. */
export function otherLabel(labels: readonly Label[]): Label | null {
  return labels.find((label) => /^(other|unlabell?ed|unknown|background)$/i.test(label.name)) ?? null;
}

/** Labels whose names hold every word of a query, those that begin with it first. */
export function labelsLike(labels: readonly Label[], query: string): readonly Label[] {
  const words = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0) return labels;
  const nameOf = (label: Label) => displayName(label).toLowerCase();
  const matches = labels.filter((label) => words.every((word) => nameOf(label).includes(word)));
  const begins = (label: Label) => (nameOf(label).startsWith(words[0]) ? 0 : 1);
  return matches.toSorted((a, b) => begins(a) - begins(b));
}

/** `sand_earth` as people write it. */
export function displayName(label: Label): string {
  return label.name.replaceAll('_', ' ');
}
