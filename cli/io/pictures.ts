import { decode, encode, hasPngSignature, type DecodedPng } from 'fast-png';
import { depthFromRgba, type DepthMap } from '../../src/conditioning/depth.ts';
import type { Photo } from '../../src/conditioning/photo.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { LabelMap } from '../../src/core/layout.ts';
import { readBytes, writeBytes } from './files.ts';

const MOST_PIXELS = 100_000_000;

/** Raw samples as the file holds them: palette indices stay indices, no colour management, no scaling. */
interface Samples {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint16Array;
  /** Largest sample value. */
  readonly most: number;
  readonly palette?: DecodedPng['palette'];
}

/** A photo as RGB; any alpha channel is dropped, as the reference does. @throws TesseraError `not-a-picture` */
export async function readPhoto(path: string): Promise<Photo> {
  const bytes = await readBytes(path);
  if (hasPngSignature(bytes)) {
    const png = decodePng(path, bytes);
    const { height, width } = png;
    const rgb = new Uint8Array(height * width * 3);
    for (let i = 0; i < height * width; i++) rgb.set(colourOf(png, i), 3 * i);
    return { height, width, rgb };
  }
  const { default: sharp } = await import('sharp');
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .toColourspace('srgb')
      .removeAlpha();
    const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    if (info.channels === 3) return { height: info.height, width: info.width, rgb: new Uint8Array(data) };
    const rgb = Uint8Array.from({ length: data.length * 3 }, (_, i) => data[Math.floor(i / 3)]);
    return { height: info.height, width: info.width, rgb };
  } catch (cause) {
    throw notAPicture(path, cause);
  }
}

/**
 * A PNG whose gray values or palette indices are label ids.
 * @throws TesseraError `not-a-picture`, `layout-not-labels`
 */
export async function readLabels(path: string): Promise<LabelMap> {
  const { height, width, channels, data } = await readPng(path);
  const labels = new Uint8Array(height * width);
  for (let i = 0; i < labels.length; i++) {
    const value = data[i * channels];
    const gray = channels < 3 || (data[i * channels + 1] === value && data[i * channels + 2] === value);
    if (!gray || value > 255) {
      throw new TesseraError(
        'layout-not-labels',
        `${path} is a colour picture (or has values above 255), not a map of label ids`,
        'give an 8-bit gray or palette PNG whose values are label ids',
      );
    }
    labels[i] = value;
  }
  return { height, width, labels };
}

/**
 * An 8 or 16-bit gray PNG, or an RGBA one whose four bytes are a float32 each (the reference's depth files).
 * @throws TesseraError `not-a-picture`
 */
export async function readDepth(path: string): Promise<DepthMap> {
  const { height, width, channels, data } = await readPng(path);
  if (channels === 4 && data instanceof Uint8Array && !isOpaque(data)) {
    return depthFromRgba(data, height, width);
  }
  const depth = Float32Array.from({ length: height * width }, (_, i) => data[i * channels]);
  return { height, width, depth };
}

/** 8-bit gray (1 channel) or RGB (3). */
export async function writePng(
  path: string,
  height: number,
  width: number,
  channels: number,
  data: Uint8Array,
): Promise<void> {
  await writeBytes(path, encode({ height, width, channels, data, depth: 8 }));
}

async function readPng(path: string): Promise<Samples> {
  const bytes = await readBytes(path);
  if (!hasPngSignature(bytes)) {
    throw new TesseraError(
      'not-a-png',
      `${path} is not a PNG file`,
      'give a PNG: other formats do not keep label ids and depths exactly',
    );
  }
  return decodePng(path, bytes);
}

function decodePng(path: string, bytes: Uint8Array): Samples {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength >= 24 && header.getUint32(16) * header.getUint32(20) > MOST_PIXELS) {
    throw new TesseraError('picture-too-large', `${path} is too large`, 'use a smaller picture');
  }
  let png: DecodedPng;
  try {
    png = decode(bytes);
  } catch (cause) {
    throw notAPicture(path, cause);
  }
  const { height, width, channels, palette } = png;
  const packed = png.data instanceof Uint16Array ? png.data : new Uint8Array(png.data);
  const data = png.depth < 8 ? unpack(packed, height, width * channels, png.depth) : packed;
  return { height, width, channels, data, most: 2 ** png.depth - 1, ...(palette && { palette }) };
}

/** Samples of 1, 2 or 4 bits, each row starting at a byte. */
function unpack(packed: ArrayLike<number>, height: number, perRow: number, depth: number): Uint8Array {
  const bytesPerRow = Math.ceil((perRow * depth) / 8);
  const data = new Uint8Array(height * perRow);
  for (let row = 0; row < height; row++) {
    for (let i = 0; i < perRow; i++) {
      const bit = i * depth;
      const byte = packed[row * bytesPerRow + (bit >> 3)];
      data[row * perRow + i] = (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  }
  return data;
}

function colourOf({ channels, data, most, palette }: Samples, i: number): [number, number, number] {
  if (palette) {
    const [r, g, b] = palette[data[i]] ?? [0, 0, 0];
    return [r, g, b];
  }
  const at = (c: number): number => Math.floor((data[i * channels + c] * 255) / most);
  return channels < 3 ? [at(0), at(0), at(0)] : [at(0), at(1), at(2)];
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}

function notAPicture(path: string, cause: unknown): TesseraError {
  return new TesseraError(
    'not-a-picture',
    `${path} is not a picture that can be read`,
    'give a PNG, JPEG or WebP file that opens elsewhere',
    { cause },
  );
}
