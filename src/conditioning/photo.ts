import { toUnitRange } from '../core/uint8.ts';
import type { Picture } from '../networks/vqgan/picture.ts';

/** A picture as bytes: RGB, row-major [height, width, 3]. */
export interface Photo {
  readonly height: number;
  readonly width: number;
  readonly rgb: Uint8Array;
}

/** The same picture in the networks' range [-1, 1]. */
export function photoPicture({ height, width, rgb }: Photo): Picture {
  return { height, width, channels: 3, values: Float32Array.from(rgb, toUnitRange) };
}

/** The same for a canvas: opaque, 4 bytes a pixel. */
export function rgbaOf({ height, width, rgb }: Photo): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let c = 0; c < 3; c++) rgba[pixel * 4 + c] = rgb[pixel * 3 + c];
  }
  return rgba;
}
