import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { LINEAR_OF_BYTE, type Oklab, oklab } from '../../core/oklab.ts';

/** A decoded picture: `rgba` has four bytes a pixel. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** One of the colours that a person is asked about. */
interface MainColour {
  /** `0xrrggbb`. */
  readonly rgb: number;
  /** Part of the picture, 0 to 1, with everything that goes with it. */
  readonly share: number;
}

export interface ColourTable {
  readonly mains: readonly MainColour[];
  /** Different colours in the picture. */
  readonly count: number;
  /** Every colour of the picture with the place of its main colour in `mains`. */
  readonly mainOf: ReadonlyMap<number, number>;
  /** Colours were counted in steps of eight. */
  readonly coarse: boolean;
}

/** Rows of the dialog; a label map rarely has more labels than that in one picture. */
const MOST_MAINS = 16;
/** A colour of its own covers at least this part; less is an edge that was smoothed. */
const LEAST_SHARE = 0.002;
/** Photos have hundreds of thousands of colours; those past this count go with their 5-bit neighbours. */
const EXACT_COLOURS = 4096;

/** The layout that a picture in exactly the palette's colours is; null with any other colour in it. */
export function matchExactly(
  { width, height, rgba }: ColourPicture,
  known: readonly Label[],
): LabelMap | null {
  const ids = new Map(known.map(({ color, id }) => [parseInt(color.slice(1), 16), id]));
  const labels = new Uint8Array(width * height);
  for (let i = 0; i < labels.length; i++) {
    const id = ids.get(colourAt(rgba, i, false));
    if (id === undefined) return null;
    labels[i] = id;
  }
  return { width, height, labels };
}

/** Whether so few colours cover it that somebody painted it. */
export function looksPainted({ mains, count, coarse }: ColourTable): boolean {
  return !coarse && (count <= 64 || mains.length < MOST_MAINS);
}

/** The colours of a picture, the small ones each with the nearest large one. */
export function colourTable(picture: ColourPicture): ColourTable {
  const exact = countColours(picture, false);
  const coarse = exact === null;
  const counts = exact ?? countColours(picture, true) ?? new Map<number, number>();
  const pixels = picture.width * picture.height;
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const large = sorted
    .filter(([, count], at) => at === 0 || count >= pixels * LEAST_SHARE)
    .slice(0, MOST_MAINS);
  const places = large.map(([rgb]) => toOklab(rgb));
  const shares = new Float64Array(large.length);
  const mainOf = new Map<number, number>();
  for (const [rgb, count] of sorted) {
    const main = nearest(toOklab(rgb), places);
    mainOf.set(rgb, main);
    shares[main] += count / pixels;
  }
  return {
    mains: large.map(([rgb], at) => ({ rgb, share: shares[at] })),
    count: counts.size,
    mainOf,
    coarse,
  };
}

/** The label whose colour is nearest, in OKLab, where equal distances look equally different (Ottosson 2020). */
export function nearestLabel(rgb: number, labels: readonly Label[]): Label {
  const places = labels.map(({ color }) => toOklab(parseInt(color.slice(1), 16)));
  return labels[nearest(toOklab(rgb), places)];
}

/** @param chosen label id of each main colour */
export function readColours(picture: ColourPicture, table: ColourTable, chosen: readonly number[]): LabelMap {
  const { width, height, rgba } = picture;
  const labels = new Uint8Array(width * height);
  for (let i = 0; i < labels.length; i++) {
    labels[i] = chosen[table.mainOf.get(colourAt(rgba, i, table.coarse)) ?? 0];
  }
  return { width, height, labels };
}

function colourAt(rgba: Uint8ClampedArray, pixel: number, coarse: boolean): number {
  const at = pixel * 4;
  const rgb = (rgba[at] << 16) | (rgba[at + 1] << 8) | rgba[at + 2];
  return coarse ? (rgb & 0xf8f8f8) | 0x040404 : rgb;
}

/** @returns null when there are too many to count one by one */
function countColours({ width, height, rgba }: ColourPicture, coarse: boolean): Map<number, number> | null {
  const counts = new Map<number, number>();
  for (let i = 0; i < width * height; i++) {
    const rgb = colourAt(rgba, i, coarse);
    counts.set(rgb, (counts.get(rgb) ?? 0) + 1);
    if (!coarse && counts.size > EXACT_COLOURS) return null;
  }
  return counts;
}

function toOklab(rgb: number): Oklab {
  const [red, green, blue] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255].map((byte) => LINEAR_OF_BYTE[byte]);
  return oklab(red, green, blue);
}

function nearest(colour: Oklab, places: readonly Oklab[]): number {
  let best = 0;
  let least = Infinity;
  places.forEach((place, at) => {
    const distance = place.reduce((sum, value, i) => sum + (value - colour[i]) ** 2, 0);
    if (distance < least) {
      least = distance;
      best = at;
    }
  });
  return best;
}
