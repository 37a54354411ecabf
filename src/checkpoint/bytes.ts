import { TesseraError } from '../core/errors.ts';

/** Random access to bytes: a Blob, a file handle, a range of an HTTP resource. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`. @throws TesseraError `file-truncated` when the source is shorter */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/**
 * Checks a read against the size of its source, before anything is allocated.
 * @throws TesseraError `file-truncated`
 */
export function checkRange(size: number, offset: number, length: number): void {
  const sound = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!sound || offset + length > size) {
    throw new TesseraError(
      'file-truncated',
      `the file is incomplete: ${length} bytes at ${offset} were asked of a file of ${size} bytes`,
      'download or copy it again',
    );
  }
}

/** Bytes that are in memory already. Reads are views, not copies. */
export function memoryBytes(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    // eslint-disable-next-line @typescript-eslint/require-await -- so that a bad range rejects, not throws
    read: async (offset, length) => {
      checkRange(bytes.byteLength, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** An unsigned 64-bit number as a double; Infinity where a double could not hold it exactly. */
export function readUint64(view: DataView, offset: number): number {
  const value = view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32;
  return Number.isSafeInteger(value) ? value : Infinity;
}

/** Latin-1 text, for names and numbers that should be plain ASCII. */
export function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
