import { TesseraError } from '../core/errors.ts';
import type { Picture } from '../networks/vqgan/picture.ts';
import { isGray, type Samples } from './samples.ts';

/** Depth in any unit, row-major; larger is nearer, as MiDaS gives it. */
export interface DepthMap {
  readonly height: number;
  readonly width: number;
  readonly depth: Float32Array;
}

/**
 * The stage's input, 1 channel in [-1, 1]: `2 * ((d - min) / max(1e-8, max - min)) - 1` over the whole map, each
 * operation in float32 and in this order (reference section 4).
 * @throws TesseraError `depth-not-finite`
 */
export function depthPicture({ height, width, depth }: DepthMap): Picture {
  let least = Infinity;
  let most = -Infinity;
  for (const value of depth) {
    if (!Number.isFinite(value)) throw notFinite();
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const range = Math.max(Math.fround(1e-8), Math.fround(most - least));
  const values = depth.map((d) => Math.fround(2 * Math.fround(Math.fround(d - least) / range)) - 1);
  return { height, width, channels: 1, values };
}

/** Values that MiDaS and depth cameras give lie well inside; those of an ordinary picture read as floats do not. */
const MOST_DEPTH = 1e9;

/**
 * Depth from a picture file: gray of 8 or 16 bits as it is, or RGBA of 8 bits whose four bytes are a float32 each.
 * @param name of the file, for messages
 * @throws TesseraError `depth-not-gray`, `depth-not-finite`, `depth-out-of-range`
 */
export function depthFromSamples(samples: Samples, name: string): DepthMap {
  const { height, width, channels, data, palette } = samples;
  const gray = isGray(samples);
  if (channels === 4 && data instanceof Uint8Array && !gray && !isOpaque(data)) {
    const map = depthFromRgba(data, height, width);
    checkDepth(map, name);
    return map;
  }
  if (!gray) {
    throw new TesseraError(
      'depth-not-gray',
      `${name} is a colour picture, which says nothing about depth`,
      'give a gray PNG of 8 or 16 bits, or an RGBA PNG whose four bytes are one float32 each',
    );
  }
  const value = (i: number): number => (palette ? (palette[data[i]]?.[0] ?? 0) : data[i * channels]);
  return { height, width, depth: Float32Array.from({ length: height * width }, (_, i) => value(i)) };
}

/** Far becomes near, over the same range. */
export function flipDepth({ height, width, depth }: DepthMap): DepthMap {
  let least = Infinity;
  let most = -Infinity;
  for (const value of depth) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { height, width, depth: depth.map((value) => most - value + least) };
}

function checkDepth({ depth }: DepthMap, name: string): void {
  let largest = 0;
  for (const value of depth) {
    if (!Number.isFinite(value)) throw notFinite();
    largest = Math.max(largest, Math.abs(value));
  }
  if (largest <= MOST_DEPTH && (largest === 0 || largest >= 1 / MOST_DEPTH)) return;
  throw new TesseraError(
    'depth-out-of-range',
    `${name} read as float32 has values up to ${largest.toExponential(1)}: it is a picture with transparency, not a depth map`,
    'give a gray PNG of 8 or 16 bits, or an RGBA PNG whose four bytes are one float32 each',
  );
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}

function notFinite(): TesseraError {
  return new TesseraError(
    'depth-not-finite',
    'the depth map holds values that are no numbers',
    'use a gray PNG, or an RGBA PNG whose four bytes are one float32 each',
  );
}

/** The reference's depth files: the four bytes of an RGBA pixel are one little-endian float32. */
export function depthFromRgba(rgba: Uint8Array, height: number, width: number): DepthMap {
  const view = new DataView(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const depth = Float32Array.from({ length: height * width }, (_, i) => view.getFloat32(4 * i, true));
  return { height, width, depth };
}

/** A map at another size, bilinear between pixel centres. */
export function resampleDepth(map: DepthMap, height: number, width: number): DepthMap {
  if (map.height === height && map.width === width) return map;
  const depth = new Float32Array(height * width);
  const clamp = (place: number, size: number): number => Math.min(size - 1, Math.max(0, place));
  for (let row = 0; row < height; row++) {
    const y = clamp(((row + 0.5) * map.height) / height - 0.5, map.height);
    const above = Math.floor(y);
    const below = clamp(above + 1, map.height);
    for (let column = 0; column < width; column++) {
      const x = clamp(((column + 0.5) * map.width) / width - 0.5, map.width);
      const left = Math.floor(x);
      const right = clamp(left + 1, map.width);
      const at = (r: number, c: number): number => map.depth[r * map.width + c];
      const upper = at(above, left) + (x - left) * (at(above, right) - at(above, left));
      const lower = at(below, left) + (x - left) * (at(below, right) - at(below, left));
      depth[row * width + column] = upper + (y - above) * (lower - upper);
    }
  }
  return { height, width, depth };
}
