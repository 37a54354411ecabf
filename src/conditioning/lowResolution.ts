import type { Picture } from '../networks/vqgan/picture.ts';
import { resizeBicubic } from './bicubic.ts';
import { photoPicture, type Photo } from './photo.ts';

/** The paper's factor between the photo and what the condition shows of it. */
export const FACTOR = 8;

/** All that is left of the photo: shrunk by the factor, bicubic on bytes (reference section 4, IN-SR). */
export function shrink(photo: Photo, factor = FACTOR): Photo {
  const height = Math.max(1, Math.floor(photo.height / factor));
  const width = Math.max(1, Math.floor(photo.width / factor));
  return resizeBicubic(photo, height, width);
}

/** The small picture enlarged again, bicubic on bytes: what the stage is shown. */
export function lowResolutionPicture(small: Photo, height: number, width: number): Picture {
  return photoPicture(resizeBicubic(small, height, width));
}
