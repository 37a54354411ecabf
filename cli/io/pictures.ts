import { encode, hasPngSignature, type DecodedPng } from 'fast-png';
import { decodePng } from '../../src/conditioning/decodePng.ts';
import { depthFromSamples, type DepthMap } from '../../src/conditioning/depth.ts';
import { type EdgeMap, edgesFromSamples } from '../../src/conditioning/edges.ts';
import type { Photo } from '../../src/conditioning/photo.ts';
import { photoOfSamples, type Samples, unpackSamples } from '../../src/conditioning/samples.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { LabelMap } from '../../src/core/layout.ts';
import { readBytes, writeBytes } from './files.ts';

const MOST_PIXELS = 100_000_000;

/** A photo as RGB; any alpha channel is dropped, as the reference does. @throws TesseraError `not-a-picture` */
export async function readPhoto(path: string): Promise<Photo> {
  const bytes = await readBytes(path);
  if (hasPngSignature(bytes)) return photoOfSamples(samplesOf(path, bytes));
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
        'give an 8-bit gray or palette PNG whose values are label ids, or say what the picture is with --kind',
      );
    }
    labels[i] = value;
  }
  return { height, width, labels };
}

/**
 * An 8 or 16-bit gray PNG, or an RGBA one whose four bytes are a float32 each (the reference's depth files).
 * @throws TesseraError `not-a-png`, `not-a-picture`, and those of depthFromSamples
 */
export async function readDepth(path: string): Promise<DepthMap> {
  return depthFromSamples(await readPng(path), path);
}

/** White edges on black. @throws TesseraError `not-a-png`, `not-a-picture`, `edges-not-black-and-white` */
export async function readEdges(path: string): Promise<EdgeMap> {
  return edgesFromSamples(await readPng(path), path);
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
  return samplesOf(path, bytes);
}

function samplesOf(path: string, bytes: Uint8Array): Samples {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength >= 24 && header.getUint32(16) * header.getUint32(20) > MOST_PIXELS) {
    throw new TesseraError('picture-too-large', `${path} is too large`, 'use a smaller picture');
  }
  let png: DecodedPng;
  try {
    png = decodePng(bytes, MOST_PIXELS);
  } catch (cause) {
    throw notAPicture(path, cause);
  }
  return unpackSamples(png);
}

function notAPicture(path: string, cause: unknown): TesseraError {
  return new TesseraError(
    'not-a-picture',
    `${path} is not a picture that can be read`,
    'give a PNG, JPEG or WebP file that opens elsewhere',
    { cause },
  );
}
