/** Scenes for example layouts: for every place of a picture, which label is there. */
const SKY = 1;
const CLOUD = 2;
const MOUNTAIN = 3;
const SNOW = 4;
const TREE = 5;
const GRASS = 6;
const WATER = 7;
const SAND = 8;
const ROAD = 9;
const BUILDING = 10;

export interface Scene {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** @param x, y place in picture heights, from the top left; `wide`: width of the picture in picture heights */
  readonly labelAt: (x: number, y: number, wide: number) => number;
}

function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

const smooth = (t: number) => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number) => a + (b - a) * t;
const step = (from: number, to: number, value: number) =>
  smooth(Math.min(1, Math.max(0, (value - from) / (to - from))));

/** Value noise in [-1, 1]. */
function noise(x: number, y: number, seed: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const u = smooth(x - x0);
  const v = smooth(y - y0);
  const top = mix(hash(x0, y0, seed), hash(x0 + 1, y0, seed), u);
  const bottom = mix(hash(x0, y0 + 1, seed), hash(x0 + 1, y0 + 1, seed), u);
  return mix(top, bottom, v) * 2 - 1;
}

/** Octaves of noise, about [-1, 1]. */
function fractal(x: number, y: number, seed: number, octaves = 4): number {
  let sum = 0;
  let weight = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    sum += weight * noise(x * 2 ** octave, y * 2 ** octave, seed + octave * 17);
    total += weight;
    weight *= 0.5;
  }
  return sum / total;
}

/** Noise along a line with straight slopes, in [-1, 1]. */
function angular(x: number, seed: number): number {
  const x0 = Math.floor(x);
  return mix(hash(x0, 0, seed), hash(x0 + 1, 0, seed), x - x0) * 2 - 1;
}

/** A crest line with peaks: folded noise with straight slopes has sharp tops. */
function ridge(x: number, seed: number, frequency: number, octaves = 5): number {
  let sum = 0;
  let weight = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    sum +=
      weight * (1 - 2 * Math.abs(angular(x * frequency * 2 ** octave + 0.37 * octave, seed + octave * 31)));
    total += weight;
    weight *= 0.42;
  }
  return sum / total;
}

interface Peak {
  /** Place as a share of the picture's width, height above the base and half width in picture heights. */
  readonly at: number;
  readonly height: number;
  readonly reach: number;
}

/** A skyline of named peaks with rugged flanks. */
function peaks(x: number, wide: number, base: number, seed: number, list: readonly Peak[]): number {
  let height = 0;
  for (const { at, height: top, reach } of list) {
    const flank = Math.max(0, 1 - Math.abs(x - at * wide) / reach);
    height = Math.max(height, top * flank ** 1.15);
  }
  const rugged = 0.035 * ridge(x, seed, 4.5, 4) + 0.012 * fractal(x * 26, 0, seed + 1, 3);
  return base - height - rugged * Math.min(1, 0.35 + height * 4);
}

/** Billowing clouds in a band: flat below, round above. */
function isCloud(
  x: number,
  y: number,
  seed: number,
  centre: number,
  thickness: number,
  cover: number,
): boolean {
  const body = fractal(x * 1.7, y * 4.2, seed, 4) + 0.25 * fractal(x * 9, y * 14, seed + 5, 2);
  const band = 1 - Math.abs(y - centre) / thickness;
  return body + band * 0.75 > 1.05 - cover;
}

/** The jagged upper edge of a wood. */
function treeLine(x: number, seed: number, height: number): number {
  const crowns = Math.abs(noise(x * 34, 0, seed)) * 0.5 + Math.abs(noise(x * 71, 0, seed + 3)) * 0.3;
  return height * (0.55 + 0.45 * fractal(x * 2.3, 1, seed + 9, 3) + 0.4 * crowns);
}

const sky = (x: number, y: number, seed: number, cover: number, centre = 0.16, thickness = 0.2) =>
  isCloud(x, y, seed, centre, thickness, cover) ? CLOUD : SKY;

/** Snow lies above a line that reaches down the gullies. */
function isSnow(x: number, y: number, crest: number, line: number, seed: number): boolean {
  const depth = y - crest;
  const gully = 0.06 * fractal(x * 9, y * 3, seed, 3) + 0.03 * noise(x * 40, y * 11, seed + 2);
  return y < line + gully && depth >= 0;
}

function mountainLake(x: number, y: number, wide: number): number {
  const far = peaks(x, wide, 0.5, 11, [
    { at: 0.3, height: 0.24, reach: 0.42 },
    { at: 0.46, height: 0.17, reach: 0.24 },
    { at: 0.66, height: 0.36, reach: 0.5 },
    { at: 0.86, height: 0.19, reach: 0.34 },
    { at: 0.02, height: 0.16, reach: 0.4 },
  ]);
  const near = 0.47 - 0.1 * ridge(x + 4, 23, 1.1) - 0.12 * step(wide * 0.35, 0, x);
  const shore = 0.6 + 0.012 * fractal(x * 3, 0, 5);
  const wood = shore - treeLine(x, 41, 0.075);
  const bank = 0.86 + 0.09 * Math.sin(x * 2.1 + 2.4) + 0.03 * fractal(x * 3, 2, 61) - 0.12 * step(0.5, 0, x);
  if (y > bank + 0.035) return GRASS;
  if (y > bank) return SAND;
  if (y > shore) return WATER;
  if (y > wood) return TREE;
  if (y > near) return MOUNTAIN;
  if (y > far) return isSnow(x, y, far, 0.29, 71) ? SNOW : MOUNTAIN;
  return sky(x, y, 3, 0.36);
}

function coast(x: number, y: number, wide: number): number {
  const horizon = 0.44;
  const reach = wide * 0.52 + 0.05 * fractal(y * 9, 3, 8, 3);
  const head = horizon - 0.2 * step(reach, 0.02, x) * (0.72 + 0.28 * ridge(x, 14, 2.2));
  const foot = horizon + 0.075 * step(reach + 0.03, 0.1, x) + 0.012 * fractal(x * 6, 0, 9, 3);
  // The water's edge sweeps from the headland to the lower right.
  const water =
    0.5 + 0.9 * ((y - horizon) / 0.56) ** 1.7 + 0.05 * Math.sin(y * 9) + 0.025 * fractal(y * 6, 1, 12, 3);
  const beach = water - 0.16 - 0.42 * (y - horizon) + 0.03 * fractal(y * 8, 4, 19, 3);
  if (y < foot && y > head && x < reach)
    return y > head + 0.03 + 0.03 * fractal(x * 7, 0, 88) ? MOUNTAIN : GRASS;
  if (y < horizon) return sky(x, y, 20, 0.3, 0.2, 0.16);
  if (x > water) return WATER;
  if (x > beach) return SAND;
  const bush = fractal(x * 7, y * 11, 30, 3) > 0.34;
  return bush ? TREE : GRASS;
}

function desertRoad(x: number, y: number, wide: number): number {
  const horizon = 0.47;
  const far = peaks(x, wide, horizon - 0.03, 51, [
    { at: 0.2, height: 0.19, reach: 0.36 },
    { at: 0.36, height: 0.1, reach: 0.3 },
    { at: 0.62, height: 0.06, reach: 0.4 },
  ]);
  const mesa = horizon - 0.13 * (step(wide * 0.78, wide * 0.8, x) - step(wide * 0.93, wide * 0.97, x));
  const depth = (y - horizon) / (1 - horizon);
  const bend = wide * (0.56 - 0.06 * Math.sin(depth * 3.4) * (1 - depth) - 0.03 * depth);
  const half = 0.008 + 0.2 * depth ** 1.25;
  if (y > horizon + 0.004 && Math.abs(x - bend) < half) return ROAD;
  if (y > horizon) {
    const scrub = fractal(x * 5 * (1.4 - depth), y * 16 * (1.3 - depth), 60, 3);
    return scrub > 0.42 - 0.05 * depth && Math.abs(x - bend) > half + 0.05 ? TREE : SAND;
  }
  if (y > mesa || y > far) return MOUNTAIN;
  return sky(x, y, 77, 0.16, 0.14, 0.2);
}

function meadow(x: number, y: number, wide: number): number {
  const hills = 0.44 - 0.06 * fractal(x * 1.6, 0, 90, 3) - 0.025 * ridge(x, 93, 2);
  const wood = 0.53 + 0.025 * Math.sin(x * 2.6) + 0.01 * fractal(x * 4, 0, 97);
  const edge = wood - treeLine(x, 95, 0.085);
  // Three single trees with round crowns in the meadow.
  const trees: readonly (readonly [number, number, number])[] = [
    [wide * 0.17, 0.6, 0.15],
    [wide * 0.73, 0.545, 0.075],
    [wide * 0.87, 0.565, 0.1],
  ];
  for (const [cx, cy, size] of trees) {
    const ragged = size * (1 + 0.16 * fractal(x * 14, y * 14, 99, 3));
    if (((x - cx) / ragged) ** 2 + ((y - cy) / (ragged * 0.92)) ** 2 < 1) return TREE;
    if (Math.abs(x - cx) < size * 0.09 && y > cy && y < cy + size * 1.28) return TREE;
  }
  const depth = (y - wood) / (1 - wood);
  const path = wide * (0.5 + 0.13 * Math.sin(depth * 4.4 + 0.5) * (1 - 0.3 * depth));
  if (y > wood && Math.abs(x - path) < 0.006 + 0.07 * depth ** 1.3) return SAND;
  if (y > wood) return GRASS;
  if (y > edge) return TREE;
  if (y > hills) return MOUNTAIN;
  return sky(x, y, 101, 0.42, 0.2, 0.22);
}

function snowyPeaks(x: number, y: number, wide: number): number {
  const far = peaks(x, wide, 0.56, 120, [
    { at: 0.36, height: 0.46, reach: 0.62 },
    { at: 0.56, height: 0.27, reach: 0.3 },
    { at: 0.78, height: 0.36, reach: 0.4 },
    { at: 0.08, height: 0.26, reach: 0.4 },
    { at: 0.98, height: 0.24, reach: 0.3 },
  ]);
  const near = 0.66 - 0.08 * ridge(x + 2, 127, 1.3) - 0.06 * step(wide * 0.6, wide, x);
  const wood = 0.82 - treeLine(x, 131, 0.13) - 0.05 * Math.sin(x * 1.8);
  const ground = 0.93 + 0.025 * fractal(x * 2.4, 0, 137);
  if (y > ground) return SNOW;
  if (y > wood) return TREE;
  if (y > near) return isSnow(x, y, near, 0.64, 140) ? SNOW : MOUNTAIN;
  if (y > far) return isSnow(x, y, far, 0.4, 142) ? SNOW : MOUNTAIN;
  return sky(x, y, 145, 0.2, 0.1, 0.16);
}

function riverValley(x: number, y: number, wide: number): number {
  const middle = wide * 0.52;
  const far = peaks(x, wide, 0.5, 160, [
    { at: 0.44, height: 0.27, reach: 0.34 },
    { at: 0.58, height: 0.21, reach: 0.3 },
    { at: 0.3, height: 0.2, reach: 0.36 },
  ]);
  const side =
    0.5 - 0.34 * Math.min(1, Math.abs(x - middle) / (wide * 0.5)) ** 1.4 - 0.05 * ridge(x, 166, 2.3);
  const floor = 0.53;
  const slope = floor + 0.24 * step(0.12, wide * 0.5, Math.abs(x - middle)) + 0.02 * fractal(x * 5, 0, 170);
  const depth = Math.max(0, (y - floor) / (1 - floor));
  const river =
    middle + (0.3 * Math.sin(depth * 5.2 + 0.4) + 0.1 * Math.sin(depth * 11)) * (0.25 + 0.75 * depth);
  const half = 0.012 + 0.15 * depth ** 1.15;
  const offset = Math.abs(x - river);
  if (y > floor && offset < half) return WATER;
  if (y > floor && offset < half + 0.012 + 0.045 * depth) return SAND;
  if (y > slope - treeLine(x, 175, 0.1) && y < slope) return TREE;
  if (y >= slope) return fractal(x * 6, y * 9, 178, 3) > 0.36 ? TREE : GRASS;
  if (y > side) return MOUNTAIN;
  if (y > far) return isSnow(x, y, far, 0.31, 180) ? SNOW : MOUNTAIN;
  return sky(x, y, 183, 0.34, 0.14, 0.18);
}

function cityByTheWater(x: number, y: number, wide: number): number {
  const shore = 0.62;
  const lot = Math.floor(x * 15);
  const tall = hash(lot, 3, 201) ** 2.2;
  const centre = Math.exp(-((((lot + 0.5) / 15 - wide * 0.55) / (wide * 0.28)) ** 2));
  const roof = shore - 0.07 - 0.12 * hash(lot, 9, 203) - 0.3 * tall * centre;
  const gap = x * 15 - lot;
  const narrow = tall * centre > 0.35 ? gap > 0.12 && gap < 0.86 : true;
  const hills = 0.47 - 0.06 * fractal(x * 1.5, 0, 207, 4);
  const trees = shore - treeLine(x, 211, 0.05);
  const quay = 0.655;
  if (y > 0.9 + 0.05 * Math.sin(x * 2 + 1) + 0.02 * fractal(x * 5, 0, 214)) return GRASS;
  if (y > quay) return WATER;
  if (y > shore) return SAND;
  if (y > trees && fractal(x * 4, 0, 216) > -0.1) return TREE;
  if (y > roof && narrow && x > wide * 0.08) return BUILDING;
  if (y > shore - 0.06) return BUILDING;
  if (y > hills) return MOUNTAIN;
  return sky(x, y, 219, 0.3, 0.15, 0.2);
}

function island(x: number, y: number, wide: number): number {
  const horizon = 0.5;
  const across = (x - wide * 0.5) / (wide * 0.36);
  const dome = Math.max(0, 1 - across * across);
  const rock = peaks(x, wide, horizon + 0.02, 230, [
    { at: 0.44, height: 0.27, reach: 0.26 },
    { at: 0.58, height: 0.18, reach: 0.24 },
  ]);
  const woods = horizon + 0.04 - treeLine(x, 235, 0.13) * dome ** 0.5;
  const waterline = horizon + 0.035 + 0.06 * dome ** 0.6 + 0.008 * fractal(x * 9, 0, 238);
  const inside = Math.abs(across) < 1;
  const spit =
    ((x - wide * 0.6) / 0.42) ** 2 + ((y - 1.06) / 0.2) ** 2 < 1 + 0.1 * fractal(x * 6, y * 6, 240);
  if (spit) return SAND;
  if (inside && y < waterline && y > waterline - 0.035 * dome ** 0.4) return SAND;
  if (inside && y < waterline && y > woods) return TREE;
  if (inside && y < waterline && y > rock) return MOUNTAIN;
  if (y > horizon) return WATER;
  return sky(x, y, 244, 0.38, 0.22, 0.2);
}

function forestStream(x: number, y: number, wide: number): number {
  const horizon = 0.4;
  const left = 0.42 + 0.1 * fractal(y * 4, 0, 260, 4) + 0.35 * (y - 0.6) ** 2;
  const right = wide - 0.36 - 0.1 * fractal(y * 4, 3, 263, 4) - 0.3 * (y - 0.5) ** 2;
  const depth = Math.max(0, (y - horizon) / (1 - horizon));
  const stream = wide * 0.5 + 0.2 * Math.sin(depth * 4.6 + 0.9) * (0.3 + depth);
  const half = 0.02 + 0.16 * depth ** 1.2 + 0.012 * fractal(y * 14, 0, 266);
  const clearing = horizon - treeLine(x, 270, 0.08);
  const hill = 0.33 - 0.13 * ridge(x, 275, 1.8);
  if (y > horizon && Math.abs(x - stream) < half) return WATER;
  if (y > horizon && Math.abs(x - stream) < half + 0.03 + 0.03 * fractal(x * 12, y * 12, 268)) return SAND;
  const trunkGap = y > 0.78 + 0.06 * fractal(x * 5, 0, 272);
  if ((x < left || x > right) && !trunkGap) return TREE;
  if (y > horizon) return fractal(x * 8, y * 12, 277, 3) > 0.4 ? TREE : GRASS;
  if (y > clearing) return TREE;
  if (y > hill) return MOUNTAIN;
  return sky(x, y, 279, 0.26, 0.1, 0.16);
}

export const SCENES: readonly Scene[] = [
  { id: 'mountain-lake', width: 768, height: 512, labelAt: mountainLake },
  { id: 'coast', width: 768, height: 512, labelAt: coast },
  { id: 'river-valley', width: 768, height: 512, labelAt: riverValley },
  { id: 'snowy-peaks', width: 768, height: 512, labelAt: snowyPeaks },
  { id: 'meadow', width: 768, height: 512, labelAt: meadow },
  { id: 'desert-road', width: 768, height: 512, labelAt: desertRoad },
  { id: 'city-by-the-water', width: 768, height: 512, labelAt: cityByTheWater },
  { id: 'island', width: 512, height: 512, labelAt: island },
  { id: 'forest-stream', width: 512, height: 512, labelAt: forestStream },
];
