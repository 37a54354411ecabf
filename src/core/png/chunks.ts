import { crc32 } from '../crc32.ts';
import { TesseraError } from '../errors.ts';

/** One chunk of a PNG file (PNG specification, 5.3). */
export interface PngChunk {
  /** Four letters, such as `iTXt`. */
  readonly type: string;
  /** A view into the file, not a copy. */
  readonly data: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length and type before the data, CRC after it. */
const OVERHEAD = 12;
/** More chunks than any encoder writes: pictures come as IDAT of 8 KiB or more. */
const MOST_CHUNKS = 65_536;
/** A file larger than this is no picture of ours (1280 x 832 uncompressed is 4 MiB). */
const MOST_BYTES = 256 * 2 ** 20;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * All chunks up to and with IEND, each with its CRC compared. What follows IEND is ignored, as the specification asks.
 * @throws TesseraError `png-not-png`, `png-too-large`, `png-damaged`
 */
export function readChunks(png: Uint8Array): readonly PngChunk[] {
  if (!isPng(png)) {
    throw new TesseraError('png-not-png', 'this is not a PNG file', 'choose a file that was saved as PNG');
  }
  if (png.length > MOST_BYTES) {
    throw new TesseraError(
      'png-too-large',
      `this PNG has ${png.length} bytes, and at most ${MOST_BYTES} are read`,
      'make the picture smaller',
    );
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  let at = SIGNATURE.length;
  for (;;) {
    if (at + OVERHEAD > png.length) throw damaged('it ends in the middle of a chunk');
    const length = view.getUint32(at);
    const end = at + OVERHEAD + length;
    if (end > png.length) throw damaged(`a chunk says that it has ${length} bytes, and the file ends before`);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged('a chunk has no name');
    if (view.getUint32(end - 4) !== crc32(png.subarray(at + 4, end - 4))) {
      throw damaged(`the checksum of its ${type} chunk does not match`);
    }
    if (chunks.length === 0 && type !== 'IHDR') throw damaged('it does not begin with its header');
    chunks.push({ type, data: png.subarray(at + 8, end - 4) });
    if (chunks.length > MOST_CHUNKS) throw damaged(`it has more than ${MOST_CHUNKS} chunks`);
    if (type === 'IEND') return chunks;
    at = end;
  }
}

/** A PNG file of these chunks. */
export function writeChunks(chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce((sum, { data }) => sum + OVERHEAD + data.length, SIGNATURE.length);
  const png = new Uint8Array(size);
  const view = new DataView(png.buffer);
  png.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const { type, data } of chunks) {
    const end = at + OVERHEAD + data.length;
    view.setUint32(at, data.length);
    for (let i = 0; i < 4; i++) png[at + 4 + i] = type.charCodeAt(i);
    png.set(data, at + 8);
    view.setUint32(end - 4, crc32(png.subarray(at + 4, end - 4)));
    at = end;
  }
  return png;
}

/** The file with further chunks right after its header, where readers that stop at the picture still see them. */
export function insertChunks(png: Uint8Array, added: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  const [header, ...rest] = readChunks(png);
  return writeChunks([header, ...added, ...rest]);
}

function damaged(how: string): TesseraError {
  return new TesseraError('png-damaged', `this PNG is damaged: ${how}`, 'export or download it again');
}
