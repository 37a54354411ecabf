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
