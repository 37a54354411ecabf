import { TesseraError } from '../core/errors.ts';
import { toByte } from '../core/uint8.ts';
import type { Picture } from '../networks/vqgan/picture.ts';

/** A part of a picture, or all of it. */
export interface Pixels {
  /** Place in the picture. */
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  /** height * width * 4. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Rows of a decoded picture as bytes, truncated as the reference does. Pictures of one channel become gray.
 * @param from first row of the picture to take
 * @param place where those rows lie in the whole picture
 * @throws TesseraError `picture-not-finite`
 */
export function toPixels(
  picture: Picture,
  from: number,
  rows: number,
  place: { readonly top: number; readonly left: number },
): Pixels {
  const { width, channels, values } = picture;
  const rgba = new Uint8ClampedArray(rows * width * 4);
  for (let pixel = 0; pixel < rows * width; pixel++) {
    const source = (from * width + pixel) * channels;
    for (let c = 0; c < 3; c++) {
      rgba[pixel * 4 + c] = byteOf(values[source + Math.min(c, channels - 1)]);
    }
    rgba[pixel * 4 + 3] = 255;
  }
  return { ...place, height: rows, width, rgba };
}

/** A decoded value as a byte. @throws TesseraError `picture-not-finite`: black pixels would pass for a picture */
export function byteOf(value: number): number {
  if (Number.isFinite(value)) return toByte(value);
  throw new TesseraError(
    'picture-not-finite',
    `the decoder gave ${value} for a pixel`,
    'the weights or the graphics driver are damaged: reload the model, or choose the WASM backend',
  );
}
