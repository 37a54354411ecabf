/** Colours over a picture stay the same in both themes: dark where a value is low, gold where it is high. */
const LOW = [13, 14, 20, 0.72] as const;
const HIGH = [240, 185, 58, 0.82] as const;

export interface HeatMap {
  /** Row-major over the grid; NaN where nothing is known. */
  readonly values: Float32Array;
  readonly least: number;
  readonly most: number;
}

/** @param share 0 to 1 */
export function heatColour(share: number): string {
  const clamped = Math.min(1, Math.max(0, share));
  const mix = (i: 0 | 1 | 2 | 3) => LOW[i] + (HIGH[i] - LOW[i]) * clamped;
  return `rgb(${Math.round(mix(0))} ${Math.round(mix(1))} ${Math.round(mix(2))} / ${mix(3).toFixed(3)})`;
}

/** From 0 to the largest finite value, so that colours of two runs mean the same kind of thing. */
export function heatFromZero(values: Float32Array): HeatMap {
  let most = 0;
  for (const value of values) if (Number.isFinite(value) && value > most) most = value;
  return { values, least: 0, most };
}

/** Where a value lies between the ends; infinite values lie at the upper one. */
export function shareOf({ least, most }: Pick<HeatMap, 'least' | 'most'>, value: number): number {
  if (value === Infinity) return 1;
  return most > least ? (value - least) / (most - least) : 0;
}
