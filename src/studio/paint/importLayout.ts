import type { DecodedPng } from 'fast-png';

import { TesseraError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { UNPAINTED } from './raster.ts';
import { readPng } from './readPng.ts';

/** What a file holds, before anything on the page changes. */
export interface ImportedLayout {
  /** Pixels of unknown ids are left unpainted. */
  readonly map: LabelMap;
  /** Ids that the model has no label for, ascending; the person decides about them. */
  readonly unknown: readonly number[];
}

/** Colours named in the message of a refusal. */
const NAMED_COLOURS = 4;

/**
 * A label map from a PNG file: gray and palette pictures by raw value, colour pictures by exact match with the palette's
 * colours.
 * @throws TesseraError those of `readPng`, and `layout-colours-unknown`
 */
export function importLayout(bytes: Uint8Array, known: readonly Label[]): ImportedLayout {
  const png = readPng(bytes);
  const { width, height, channels } = png;
  if (channels >= 3) return { map: { width, height, labels: matchColours(png, known) }, unknown: [] };
  const samples = png.depth < 8 ? unpackSamples(png) : png.data;
  const ids = new Set(known.map((label) => label.id));
  const unknown = new Set<number>();
  const labels = new Uint8Array(width * height).fill(UNPAINTED);
  for (let i = 0; i < labels.length; i++) {
    const id = samples[i * channels];
    if (ids.has(id)) labels[i] = id;
    else unknown.add(id);
  }
  return { map: { width, height, labels }, unknown: [...unknown].sort((a, b) => a - b) };
}

/** The map with its unpainted pixels given one label. */
export function paintRest(map: LabelMap, label: number): LabelMap {
  return { ...map, labels: map.labels.map((id) => (id === UNPAINTED ? label : id)) };
}

/** Samples of 1, 2 or 4 bits, high bits first, each row starting on a byte (PNG specification, 7.2). */
function unpackSamples({ width, height, data, depth }: DecodedPng): Uint8Array {
  const values = new Uint8Array(width * height);
  const bytesPerRow = Math.ceil((width * depth) / 8);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      const byte = data[row * bytesPerRow + (bit >> 3)];
      values[row * width + column] = (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  }
  return values;
}

function colourKey(red: number, green: number, blue: number): number {
  return (red << 16) | (green << 8) | blue;
}

function matchColours(
  { width, height, data, channels, depth }: DecodedPng,
  known: readonly Label[],
): Uint8Array {
  const ids = new Map(known.map((label) => [parseInt(label.color.slice(1), 16), label.id]));
  const shift = depth === 16 ? 8 : 0;
  const labels = new Uint8Array(width * height);
  const unmatched = new Set<number>();
  for (let i = 0; i < labels.length; i++) {
    const at = i * channels;
    const key = colourKey(data[at] >> shift, data[at + 1] >> shift, data[at + 2] >> shift);
    const id = ids.get(key);
    if (id === undefined) unmatched.add(key);
    else labels[i] = id;
  }
  if (unmatched.size > 0) throw unknownColours(unmatched);
  return labels;
}

function unknownColours(colours: ReadonlySet<number>): TesseraError {
  const named = [...colours].slice(0, NAMED_COLOURS).map((key) => `#${key.toString(16).padStart(6, '0')}`);
  const rest = colours.size - named.length;
  return new TesseraError(
    'layout-colours-unknown',
    `this colour picture has colours that no label of the palette has: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
    'use exactly the palette’s colours without smoothing, or a gray or palette PNG whose values are label ids',
  );
}
