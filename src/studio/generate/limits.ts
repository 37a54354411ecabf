import { snapSize } from '../../core/geometry.ts';
import type { WindowMode } from '../../core/settings.ts';

/** An allowed range of a number that people type. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

export const TEMPERATURE: Range = { least: 0.1, most: 2, step: 0.05 };
/** From none to all of something. */
export const SHARE: Range = { least: 0, most: 1, step: 0.01 };
export const TOP_P: Range = { least: 0.05, most: 1, step: 0.01 };
/** Above this pictures only get harsher. */
export const GUIDANCE: Range = { least: 0, most: 5, step: 0.1 };
export const SEED: Range = { least: 0, most: Number.MAX_SAFE_INTEGER, step: 1 };
/** Pictures of one Generate: a contact sheet of three by three. */
export const MOST_SAMPLES = 9;
/** Random seeds stay short enough to read and to type. */
export const RANDOM_SEEDS = 2 ** 32;

const SIZE_STEP = 16;
const MOST_WIDTH = 2048;
const MOST_HEIGHT = 832;
/** Of wide panoramas the height gives way: a picture has no more pixels than 1280 x 832. */
const MOST_PIXELS = 1280 * 832;
/** Side in pixels of the published models' window: 16 tokens of 16 pixels. */
export const PUBLISHED_NATIVE = 256;

export function topKRange(codes: number): Range {
  return { least: 1, most: codes, step: 1 };
}

/** A typed number inside its range, and whether it had to be moved there. Null when it is not a number. */
export function clampTyped(typed: string, range: Range): { value: number; moved: boolean } | null {
  const number = Number(typed.trim().replace(',', '.'));
  if (typed.trim() === '' || Number.isNaN(number)) return null;
  const whole = Number.isInteger(range.step) ? Math.round(number) : number;
  const value = Math.min(range.most, Math.max(range.least, whole));
  return { value, moved: value !== number };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Picture sizes on offer, in sides of the model's window. */
const SIZES_IN_WINDOWS: readonly (readonly [width: number, height: number])[] = [
  [1, 1],
  [1.5, 1],
  [2, 1],
  [1.5, 1.5],
  [2, 1.25],
  [2, 2],
  [3, 2],
  [5, 15 / 16],
  [5, 1],
  [4, 2],
  [4, 3],
  [8, 2],
  [5, 3.25],
];

/** Pixels that a side must be a multiple of. */
export function sizeStep(downsampling: number): number {
  return Math.max(SIZE_STEP, downsampling);
}

/**
 * The nearest picture size that the model can draw.
 * @param native side of the model's window in pixels: the least width, and twice the least height
 */
export function snapPicture(size: Size, native = PUBLISHED_NATIVE, downsampling = SIZE_STEP): Size {
  const step = sizeStep(downsampling);
  const least = Math.ceil(native / step) * step;
  const width = snapSize(size.width, step, least, MOST_WIDTH);
  const lowest = Math.ceil(native / 2 / step) * step;
  const tallest = Math.max(least, Math.floor(Math.min(MOST_HEIGHT, MOST_PIXELS / width) / step) * step);
  return { width, height: snapSize(size.height, step, lowest, tallest) };
}

/** Sizes from one window up to 1280 x 832 (for the published models, whose window is 256 pixels wide). */
export function offeredSizes(native: number, downsampling: number): readonly Size[] {
  const sizes = SIZES_IN_WINDOWS.map(([width, height]) =>
    snapPicture({ width: width * native, height: height * native }, native, downsampling),
  );
  // In small windows, a sixteenth less snaps to the same.
  return sizes.filter(
    ({ width, height }, i) => width !== sizes[i - 1]?.width || height !== sizes[i - 1].height,
  );
}

/** Pictures of one window are drawn exactly; larger ones with a window that moves in steps of four (design 2.2). */
export function defaultWindow(cells: Size, side: number): WindowMode {
  return cells.width <= side && cells.height <= side ? 'exact' : 'stride-4';
}
