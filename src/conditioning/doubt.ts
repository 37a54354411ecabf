import type { ConditionInput } from './input.ts';

/** What makes it likely that a file which can be read was meant as something else. */
export type ConditionDoubt =
  /** Every pixel is equally far: such a map tells the model nothing. */
  | { readonly about: 'flat-depth' }
  /** So few different depths are rather the ids of a label map. */
  | { readonly about: 'few-depths'; readonly depths: number }
  /** A photo without contrast; read as one, a label map is such a picture. */
  | { readonly about: 'flat-photo'; readonly least: number; readonly most: number };

/** Different depths below which a map is taken for labels. */
const FEW_DEPTHS = 12;
/** Range of bytes that any photo of something has. */
const LEAST_CONTRAST = 24;

/** Says why a condition may not be what it was taken for; null where nothing speaks against it. */
export function doubtOf(input: ConditionInput): ConditionDoubt | null {
  if (input.kind === 'depth') {
    const depths = new Set<number>();
    for (const value of input.map.depth) {
      depths.add(value);
      if (depths.size > FEW_DEPTHS) return null;
    }
    return depths.size < 2 ? { about: 'flat-depth' } : { about: 'few-depths', depths: depths.size };
  }
  if ((input.kind === 'edges' || input.kind === 'low-resolution') && 'photo' in input) {
    let least = 255;
    let most = 0;
    for (const value of input.photo.rgb) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least < LEAST_CONTRAST) return { about: 'flat-photo', least, most };
  }
  return null;
}
