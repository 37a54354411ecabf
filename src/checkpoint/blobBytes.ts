import { type ByteSource, checkRange } from './bytes.ts';

/** Random access to a File or Blob: each read touches only its own range, so an 8 GB file is never in memory. */
export function blobBytes(blob: Blob): ByteSource {
  return {
    size: blob.size,
    async read(offset, length) {
      checkRange(blob.size, offset, length);
      return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
    },
  };
}
