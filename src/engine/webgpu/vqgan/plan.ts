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

/** How a picture of one size is computed within the limits of a device. */
export interface DecodePlan {
  readonly height: number;
  readonly width: number;
  readonly bands: readonly TokenBand[];
  /** For each plane, the step after which nothing reads it any more. */
  readonly lastUse: readonly number[];
  /** Most bytes of planes that exist at the same time, with the picture and the tokens; weights are not in it. */
  readonly peakBytes: number;
}

export interface PlanOptions {
  /** Size of the token grid. */
  readonly height: number;
  readonly width: number;
  /** What one buffer may have: the smaller of the device's binding and buffer limits. */
  readonly bufferBytes: number;
  /** Bytes of the finished picture for one token. */
  readonly pictureBytes: number;
}

/**
 * Cuts the picture into as few bands as the limit allows. All levels are cut at the same rows of tokens, so a band of one plane needs
 * of its neighbours only one row; those rows are copied after every step, and statistics are merged over all bands, which makes the
 * result that of the uncut picture.
 * @throws TesseraError `picture-too-large` when one row of tokens, or an attention's picture, exceeds the limit
 */
export function planDecode(program: Program, options: PlanOptions): DecodePlan {
  const { height, width, bufferBytes, pictureBytes } = options;
  let most = Math.floor(bufferBytes / (pictureBytes * width));
  for (const plane of program.planes) {
    const rowBytes = bytesOfRow(plane, width);
    const scale = 2 ** plane.level;
    if (height * scale * rowBytes <= bufferBytes) continue;
    if (plane.whole) throw tooLarge(options);
    most = Math.min(most, Math.floor((Math.floor(bufferBytes / rowBytes) - 2) / scale));
  }
  if (most < 1) throw tooLarge(options);
  const count = Math.ceil(height / most);
  const bands = Array.from({ length: count }, (_, i) => ({
    top: Math.floor((i * height) / count),
    bottom: Math.floor(((i + 1) * height) / count),
  }));
  const lastUse = lastUses(program);
  const tallest = bands.reduce((rows, { top, bottom }) => Math.max(rows, bottom - top), 0);
  // The picture leaves band by band, through one buffer and its staging copy.
  const through = 2 * tallest * width * pictureBytes + 4 * height * width;
  const plan = { height, width, bands, lastUse };
  return { ...plan, peakBytes: through + peakOfPlanes(program, plan) };
}

/** Rows of a plane in one band; of a plane that is never cut, all of them. */
export function rowsOf({ level }: Plane, { top, bottom }: TokenBand, height: number): BandRows {
  const scale = 2 ** level;
  return {
    top: top * scale,
    bottom: bottom * scale,
    storedTop: Math.max(0, top * scale - 1),
    storedBottom: Math.min(height * scale, bottom * scale + 1),
  };
}

/** Bytes of the buffers of a plane, one for each band or one in all. */
export function bufferSizes(plane: Plane, { height, width, bands }: Omit<DecodePlan, 'peakBytes'>): number[] {
  const rowBytes = bytesOfRow(plane, width);
  if (plane.whole) return [height * 2 ** plane.level * rowBytes];
  return bands.map((band) => {
    const { storedTop, storedBottom } = rowsOf(plane, band, height);
    return (storedBottom - storedTop) * rowBytes;
  });
}

/** Bytes of one row of a plane. */
export function bytesOfRow({ level, channels }: Plane, gridWidth: number): number {
  return gridWidth * 2 ** level * quadsOf(channels) * QUAD_BYTES;
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
    if (step.kind !== 'lookup') last[step.from] = index;
    if (step.to !== null) last[step.to] = index;
  });
  return last;
}

function peakOfPlanes(program: Program, plan: Omit<DecodePlan, 'peakBytes'>): number {
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

function tooLarge({ height, width, bufferBytes }: PlanOptions): TesseraError {
  return new TesseraError(
    'picture-too-large',
    `a picture of ${width} x ${height} tokens does not fit into this device's buffers of ${Math.floor(bufferBytes / 2 ** 20)} MiB`,
    'choose a smaller picture, or the wasm backend',
  );
}
