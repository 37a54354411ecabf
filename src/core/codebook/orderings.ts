import type { TileColours } from './colours.ts';

/** Numbers 0 to length - 1 by their value, least first; equal values keep their order. */
export function byValue(values: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a] - values[b] || a - b,
  );
}

export function byUse(counts: ArrayLike<number>): Int32Array {
  return byValue(Float64Array.from(counts, (count) => -count));
}

/** Below this chroma a colour has no hue that anybody sees. */
const GRAY = 0.02;
/** Hues in one stripe, within which the dark come first. */
const STRIPES = 24;

/** Round the colour circle from red on, dark to light within a stripe of like hues; grays at the end. */
export function byHue({ hue, chroma, lightness }: TileColours): Int32Array {
  const keys = Float64Array.from(hue, (angle, code) => {
    if (chroma[code] < GRAY) return STRIPES + lightness[code];
    const turn = (angle / (2 * Math.PI) + 1) % 1;
    return Math.min(STRIPES - 1, Math.floor(turn * STRIPES)) + Math.min(0.999, Math.max(0, lightness[code]));
  });
  return byValue(keys);
}
