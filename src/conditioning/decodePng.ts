import { decode, type DecodedPng } from 'fast-png';
import { Unzlib } from 'fflate';

import { TesseraError } from '../core/errors.ts';
import { readChunks, writeChunks } from '../core/png/chunks.ts';

/** All that decides samples. Profiles, texts and frames are left out: each may expand to any size. */
const NEEDED = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
const MOST_PIXELS = 32 * 2 ** 20;
/** Samples a pixel by colour type (PNG specification, 11.2.2). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Deflate expands at most 1032 times, so a piece this small overshoots the bound by 4 MiB at worst. */
const PIECE_BYTES = 4096;

/**
 * Reads the samples of a PNG file from anywhere: palette indices stay indices, nothing is colour-managed. Stopped by
 * the size that it declares, before anything is expanded, and by the one that it turns out to have.
 * @param mostPixels that it may declare
 * @throws TesseraError `png-too-large`, `png-damaged`, `png-not-png`
 */
export function decodePng(png: Uint8Array, mostPixels = MOST_PIXELS): DecodedPng {
  const chunks = readChunks(png).filter(({ type }) => NEEDED.includes(type));
  const header = chunks[0].data;
  if (header.length !== 13) throw damaged();
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width * height > mostPixels) {
    throw new TesseraError(
      'png-too-large',
      `this picture is ${width} x ${height} pixels, and at most ${mostPixels} pixels are read`,
      'make it smaller',
    );
  }
  const row = 1 + Math.ceil((width * view.getUint8(8) * (SAMPLES[view.getUint8(9)] ?? 4)) / 8);
  // The passes of an interlaced picture have less than twice as many rows (PNG specification, 8.2).
  const most = 2 * height * row + 1024;
  if (
    givesMore(
      chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])),
      most,
    )
  )
    throw damaged();
  try {
    return decode(writeChunks(chunks));
  } catch (cause) {
    throw damaged(cause);
  }
}

/** Whether a zlib stream in several parts expands to more than `most` bytes, or is broken. */
function givesMore(parts: readonly Uint8Array[], most: number): boolean {
  let size = 0;
  const stream = new Unzlib((piece) => (size += piece.length));
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += PIECE_BYTES) {
        // A copy: the stream keeps what it is given.
        stream.push(part.slice(at, at + PIECE_BYTES));
        if (size > most) return true;
      }
    }
  } catch {
    return true;
  }
  return false;
}

function damaged(cause?: unknown): TesseraError {
  return new TesseraError('png-damaged', 'this PNG is damaged or cut off', 'export or download it again', {
    cause,
  });
}
