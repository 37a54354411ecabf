/** Pictures to bring in, and what is in those that come out. */
import { decode, encode } from 'fast-png';

/** The colours of a PNG, pixel after pixel, without its transparency. */
export function rgb(png: Uint8Array): Buffer {
  const { data, channels } = decode(png);
  return Buffer.from(data.filter((_, i) => i % channels < 3));
}

export function mean(colours: Uint8Array): number[] {
  const sums = [0, 0, 0];
  colours.forEach((value, i) => (sums[i % 3] += value));
  return sums.map((sum) => (3 * sum) / colours.length);
}

/** What a PNG holds before its pixels: the run. */
export function chunksBefore(png: Buffer): Buffer {
  return png.subarray(0, png.indexOf('IDAT'));
}

/** Three colours, none of them the palette's. */
export function paintedPicture(): Uint8Array {
  const colours = [
    [0xf0, 0xe0, 0x40],
    [0x20, 0x90, 0x30],
    [0x30, 0x40, 0xd0],
  ];
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => colours[Math.floor(i / 4096)][i % 3]);
  return encode({ width: 64, height: 64, channels: 3, data });
}

/** A picture of so many colours that nobody painted it by labels. */
export function photo(): Uint8Array {
  const data = Uint8Array.from({ length: 48 * 32 * 3 }, (_, i) => (i * 7919) % 251);
  return encode({ width: 48, height: 32, channels: 3, data });
}

/** Label ids without any order. */
export function noise(): Uint8Array {
  let state = 1;
  const data = Uint8Array.from({ length: 256 * 256 }, () => (state = (state * 48271) % 2147483647) & 7);
  return encode({ width: 256, height: 256, channels: 1, data });
}
