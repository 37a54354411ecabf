import { TesseraError } from '../../../core/errors.ts';
import { quadsOf } from './packConvolution.ts';
import type { Plane, Program } from './program.ts';

const QUAD_BYTES = 16;
/** Positions of a chunk of GroupNorm's first pass, unless there would be too many chunks for the second. */
const CHUNK = 256;
const MOST_CHUNKS = 2048;

/** Rows [top, bottom) of the token grid; at level n, 2^n times as many rows of the plane. */
interface TokenBand {
  readonly top: number;
  readonly bottom: number;
}

/** Rows of a plane that a band owns, and rows that its buffer stores: one more on each side where there is one. */
export interface BandRows {
  readonly top: number;
  readonly bottom: number;
  readonly storedTop: number;
  readonly storedBottom: number;
}

/** Positions of a plane. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** How a picture of one size is computed within the limits of a device. */
export interface PicturePlan {
  /** Of the planes of each level; the first is the token grid. */
  readonly sizes: readonly Size[];
  readonly bands: readonly TokenBand[];
  /** For each plane, the step after which nothing reads it any more. */
  readonly lastUse: readonly number[];
  /** Most bytes of planes that exist at the same time, with what comes in and goes out; weights are not in it. */
  readonly peakBytes: number;
}

export interface PlanOptions {
  readonly sizes: readonly Size[];
  /** What one buffer may have: the smaller of the device's binding and buffer limits. */
  readonly bufferBytes: number;
  /** Bytes for one token of the picture, which passes through one buffer a band. */
  readonly pictureBytes: number;
}

/** Sizes of a decoder's planes: each level doubles the one below. */
export function growingSizes(height: number, width: number, levels: number): Size[] {
  return Array.from({ length: levels }, (_, level) => ({
    height: height * 2 ** level,
    width: width * 2 ** level,
  }));
}

/** Sizes of an encoder's planes, token grid first: each level halves the one above, rounding down. */
export function shrinkingSizes(height: number, width: number, levels: number): Size[] {
  return Array.from({ length: levels }, (_, level) => ({
    height: Math.floor(height / 2 ** (levels - 1 - level)),
    width: Math.floor(width / 2 ** (levels - 1 - level)),
  }));
}

/**
 * Cuts the picture into as few bands as the limit allows. All levels are cut at the same rows of tokens, so a band of one plane needs
 * of its neighbours only one row; those rows are copied after every step, and statistics are merged over all bands, which makes the
 * result that of the uncut picture.
 * @throws TesseraError `picture-too-large` when one row of tokens, or an attention's picture, exceeds the limit
 */
export function planPicture(program: Program, options: PlanOptions): PicturePlan {
  const { sizes, bufferBytes, pictureBytes } = options;
  const [{ height, width }] = sizes;
  let most = Math.floor(bufferBytes / (pictureBytes * (width + 1))); // + 1: columns that make no whole token
  for (const plane of program.planes) {
    const rowBytes = bytesOfRow(plane, sizes);
    const scale = 2 ** plane.level;
    const rows = sizes[plane.level].height;
    if (rows * rowBytes <= bufferBytes) continue;
    if (plane.whole) throw tooLarge(options);
    // The last band also holds the rows that make no whole token; all hold a row of each neighbour.
    const besides = 2 + rows - height * scale;
    most = Math.min(most, Math.floor((Math.floor(bufferBytes / rowBytes) - besides) / scale));
  }
  if (most < 1) throw tooLarge(options);
  const count = Math.ceil(height / most);
  const bands = Array.from({ length: count }, (_, i) => ({
    top: Math.floor((i * height) / count),
    bottom: Math.floor(((i + 1) * height) / count),
  }));
  const lastUse = lastUses(program);
  const tallest = bands.reduce((rows, { top, bottom }) => Math.max(rows, bottom - top), 0);
  // The picture passes band by band, through one buffer and its staging copy.
  const through = 2 * tallest * width * pictureBytes + 4 * height * width;
  const plan = { sizes, bands, lastUse };
  return { ...plan, peakBytes: through + peakOfPlanes(program, plan) };
}

/** Rows of a plane in one band. */
export function rowsOf({ level }: Plane, { top, bottom }: TokenBand, sizes: readonly Size[]): BandRows {
  const scale = 2 ** level;
  const { height } = sizes[level];
  const end = bottom === sizes[0].height ? height : bottom * scale;
  return {
    top: top * scale,
    bottom: end,
    storedTop: Math.max(0, top * scale - 1),
    storedBottom: Math.min(height, end + 1),
  };
}

/** Bytes of the buffers of a plane, one for each band or one in all. */
export function bufferSizes(plane: Plane, { sizes, bands }: Omit<PicturePlan, 'peakBytes'>): number[] {
  const rowBytes = bytesOfRow(plane, sizes);
  if (plane.whole) return [sizes[plane.level].height * rowBytes];
  return bands.map((band) => {
    const { storedTop, storedBottom } = rowsOf(plane, band, sizes);
    return (storedBottom - storedTop) * rowBytes;
  });
}

/** Bytes of one row of a plane. */
export function bytesOfRow({ level, channels }: Plane, sizes: readonly Size[]): number {
  return sizes[level].width * quadsOf(channels) * QUAD_BYTES;
}

/** How the positions of a picture are cut for GroupNorm's first pass, by the positions of each band. */
export function chunksOf(positions: readonly number[]): {
  readonly size: number;
  /** Number of the first chunk of each band. */
  readonly first: readonly number[];
  readonly count: number;
} {
  const all = positions.reduce((sum, one) => sum + one, 0);
  const size = Math.max(CHUNK, Math.ceil(all / MOST_CHUNKS));
  const first: number[] = [];
  let count = 0;
  for (const one of positions) {
    first.push(count);
    count += Math.ceil(one / size);
  }
  return { size, first, count };
}

function lastUses({ planes, steps }: Program): number[] {
  const last = new Array<number>(planes.length).fill(-1);
  steps.forEach((step, index) => {
    if ('from' in step) last[step.from] = index;
    if (step.to !== null) last[step.to] = index;
  });
  return last;
}

function peakOfPlanes(program: Program, plan: Omit<PicturePlan, 'peakBytes'>): number {
  const sizes = program.planes.map((plane) => bufferSizes(plane, plan).reduce((sum, one) => sum + one, 0));
  const alive = new Set<number>();
  let peak = 0;
  program.steps.forEach((step, index) => {
    if (step.to !== null) alive.add(step.to);
    peak = Math.max(
      peak,
      [...alive].reduce((sum, plane) => sum + sizes[plane], 0),
    );
    for (const plane of alive) if (plan.lastUse[plane] <= index) alive.delete(plane);
  });
  return peak;
}

function tooLarge({ sizes: [{ height, width }], bufferBytes }: PlanOptions): TesseraError {
  return new TesseraError(
    'picture-too-large',
    `a picture of ${width} x ${height} tokens does not fit into this device's buffers of ${Math.floor(bufferBytes / 2 ** 20)} MiB`,
    'choose a smaller picture, or the wasm backend',
  );
}
