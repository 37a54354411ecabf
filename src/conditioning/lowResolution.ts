import type { Picture } from '../networks/vqgan/picture.ts';
import { resizeBicubic } from './bicubic.ts';
import { photoPicture, type Photo } from './photo.ts';

/** The paper's factor between the photo and what the condition shows of it. */
const FACTOR = 8;

/** The photo shrunk by 8 and enlarged again, both bicubic on bytes (reference section 4, IN-SR). */
export function lowResolutionPicture(photo: Photo): Picture {
  const height = Math.max(1, Math.floor(photo.height / FACTOR));
  const width = Math.max(1, Math.floor(photo.width / FACTOR));
  return photoPicture(resizeBicubic(resizeBicubic(photo, height, width), photo.height, photo.width));
}
