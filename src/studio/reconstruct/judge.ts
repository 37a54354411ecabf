import { type Photo, rgbaOf } from '../../conditioning/photo.ts';
import { errorMap, type ErrorMap } from '../../core/errorMap.ts';
import type { TokenGrid } from '../../core/grid.ts';
import { psnr, ssim } from '../../core/quality.ts';
import type { Latents } from '../../networks/vqgan/vqgan.ts';
import type { Pixels } from '../../runtime/pixels.ts';

/** A photo, what the codebook made of it, and how close that is. */
export interface Reconstruction {
  readonly name: string;
  readonly photo: Photo;
  readonly grid: TokenGrid;
  /** The encoder's vectors before codes were chosen. */
  readonly latents: Latents;
  readonly pixels: Pixels;
  readonly error: ErrorMap;
  readonly psnr: number | null;
  readonly ssim: number | null;
  /** Different codes among the tokens. */
  readonly codesUsed: number;
}

/** @param decoded the picture of `grid`, of the photo's size */
export function judge(
  made: Pick<Reconstruction, 'name' | 'photo' | 'grid' | 'latents'>,
  decoded: Pixels,
): Reconstruction {
  const { height, width, rgb } = made.photo;
  const back = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let c = 0; c < 3; c++) back[pixel * 3 + c] = decoded.rgba[pixel * 4 + c];
  }
  const before = { height, width, channels: 3, data: rgb };
  const after = { height, width, channels: 3, data: back };
  return {
    ...made,
    pixels: decoded,
    error: errorMap(height, width, rgbaOf(made.photo), decoded.rgba),
    psnr: psnr(before, after),
    ssim: ssim(before, after),
    codesUsed: new Set(made.grid.tokens).size,
  };
}

/** Error as a picture: the largest one is white-hot, none is black. */
export function heat(values: ArrayLike<number>, most: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const share = most > 0 ? values[i] / most : 0;
    // Black, dark violet, orange, pale yellow: lightness rises evenly, so it also reads without colour.
    rgba[i * 4] = 255 * Math.min(1, share * 1.7);
    rgba[i * 4 + 1] = 255 * Math.max(0, share * 1.35 - 0.3);
    rgba[i * 4 + 2] =
      255 * (share < 0.4 ? share * 0.9 : Math.max(0.36 - (share - 0.4) * 0.9, (share - 0.8) * 3));
    rgba[i * 4 + 3] = 255;
  }
  return rgba;
}
