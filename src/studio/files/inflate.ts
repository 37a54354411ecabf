import { Inflate, Unzlib } from 'fflate';

/** Deflate expands at most 1032 times, so a piece this small overshoots the bound by 4 MiB at worst. */
const PIECE_BYTES = 4096;

/**
 * Expands a zlib or raw deflate stream and stops as soon as it gives more than `most` bytes, so that a small file cannot
 * fill the memory.
 * @returns null when the stream is broken, unfinished, or gives more
 */
export function inflateAtMost(
  packed: Uint8Array,
  most: number,
  container: 'zlib' | 'raw' = 'zlib',
): Uint8Array<ArrayBuffer> | null {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const onData = (piece: Uint8Array, final: boolean) => {
    pieces.push(piece);
    size += piece.length;
    ended ||= final;
  };
  const stream = container === 'zlib' ? new Unzlib(onData) : new Inflate(onData);
  try {
    for (let at = 0; at < packed.length && size <= most; at += PIECE_BYTES) {
      const last = at + PIECE_BYTES >= packed.length;
      stream.push(packed.slice(at, at + PIECE_BYTES), last);
    }
  } catch {
    return null;
  }
  if (!ended || size > most) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
