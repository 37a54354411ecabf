import type { DecodedPng } from 'fast-png';

import { decodePng } from '../../conditioning/decodePng.ts';
import { TesseraError } from '../../core/errors.ts';
import { isPng } from '../../core/png/chunks.ts';

/** Larger pictures are refused from their header alone, before memory is spent on their pixels. */
const MOST_SIDE = 8192;
const MOST_PIXELS = 32 * 2 ** 20;

/** Signature, then the length and name of the IHDR chunk, then width and height. */
const SIZE_AT = 16;
const HEADER_BYTES = 24;

const OTHER_IMAGES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46]],
  ['WebP or other RIFF', [0x52, 0x49, 0x46, 0x46]],
  ['BMP', [0x42, 0x4d]],
];

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a PNG's raw samples: palette indices stay indices, nothing is colour-managed.
 * @throws TesseraError `layout-not-png`, `layout-not-an-image`, `layout-too-large`, `layout-damaged`
 */
export function readPng(bytes: Uint8Array): DecodedPng {
  if (!isPng(bytes)) throw notPng(bytes);
  if (bytes.length < HEADER_BYTES) throw damaged();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint32(SIZE_AT);
  const height = view.getUint32(SIZE_AT + 4);
  if (width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS) {
    throw new TesseraError(
      'layout-too-large',
      `this picture is ${width} x ${height} pixels, and the most that is read is ${MOST_SIDE} on a side`,
      'make it smaller (a layout is resampled to the size of the picture anyway)',
    );
  }
  try {
    return decodePng(bytes, MOST_PIXELS);
  } catch (cause) {
    throw damaged(cause);
  }
}

function notPng(bytes: Uint8Array): TesseraError {
  const other = OTHER_IMAGES.find(([, start]) => startsWith(bytes, start));
  if (other) {
    return new TesseraError(
      'layout-not-png',
      `this is a ${other[0]} picture, which does not keep label values exactly`,
      'export the layout as PNG',
    );
  }
  return new TesseraError('layout-not-an-image', 'this file is not an image', 'choose a PNG label map');
}

function damaged(cause?: unknown): TesseraError {
  return new TesseraError('layout-damaged', 'this PNG is damaged or cut off', 'export or download it again', {
    cause,
  });
}
