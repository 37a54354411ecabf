import type { Photo } from './photo.ts';

/** Raw samples as a PNG holds them: palette indices stay indices, no colour management, no scaling. */
export interface Samples {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint16Array;
  /** Largest sample value. */
  readonly most: number;
  readonly palette?: readonly (readonly number[])[];
}

/** What a PNG decoder gives; rows of samples of 1, 2 or 4 bits start at a byte (PNG specification, 7.2). */
interface PackedSamples {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  readonly palette?: readonly (readonly number[])[];
}

/** One array element for each sample. */
export function unpackSamples(png: PackedSamples): Samples {
  const { height, width, channels, depth, palette } = png;
  const packed = png.data instanceof Uint16Array ? png.data : new Uint8Array(png.data);
  const data = depth < 8 ? unpack(packed, height, width * channels, depth) : packed;
  return { height, width, channels, data, most: 2 ** depth - 1, ...(palette && { palette }) };
}

/** Whether no pixel has a colour. */
export function isGray({ channels, data, palette }: Samples): boolean {
  if (palette) return palette.every(([r, g, b]) => r === g && g === b);
  if (channels < 3) return true;
  for (let i = 0; i < data.length; i += channels) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/** 8 bits a channel; alpha is dropped, as the reference does for photos. */
export function photoOfSamples({ height, width, channels, data, most, palette }: Samples): Photo {
  const rgb = new Uint8Array(height * width * 3);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) {
      rgb[3 * i + c] = palette
        ? (palette[data[i]]?.[c] ?? 0)
        : Math.floor((255 * data[i * channels + (channels < 3 ? 0 : c)]) / most);
    }
  }
  return { height, width, rgb };
}

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
