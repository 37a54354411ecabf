import type { Photo } from '../../conditioning/photo.ts';
import { TesseraError } from '../../core/errors.ts';

/** How large a photo becomes. Sides are multiples of `multiple` pixels: whole tokens. */
export type PhotoSize =
  /** Its own shape, neither side longer than this. */
  | { readonly longest: number; readonly multiple: number }
  /** Cut to exactly this, around its middle. */
  | { readonly height: number; readonly width: number };

/** @throws TesseraError `photo-unreadable` */
export async function readPhoto(file: Blob, size: PhotoSize): Promise<Photo> {
  const picture = await createImageBitmap(file).catch((cause: unknown) => {
    const name = file instanceof File ? file.name : 'the file';
    throw new TesseraError(
      'photo-unreadable',
      `${name} is not a picture that this browser reads`,
      'use PNG, JPEG or WebP',
      {
        cause,
      },
    );
  });
  const { width, height } = 'longest' in size ? fitted(picture, size.longest, size.multiple) : size;
  // Covers the wanted size: what is too much on one side is cut off evenly.
  const scale = Math.max(width / picture.width, height / picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new TesseraError('no-canvas', 'this browser gives no canvas', 'use another browser');
  context.imageSmoothingQuality = 'high';
  // Transparent places become white, as on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  const drawn = { width: picture.width * scale, height: picture.height * scale };
  context.drawImage(
    picture,
    (width - drawn.width) / 2,
    (height - drawn.height) / 2,
    drawn.width,
    drawn.height,
  );
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) rgb[pixel * 3 + c] = data[pixel * 4 + c];
  }
  return { height, width, rgb };
}

/** The nearest size of whole tokens; never larger than the picture itself where that has a token's size. */
export function fitted(
  picture: { readonly width: number; readonly height: number },
  longest: number,
  multiple: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const whole = (side: number) =>
    Math.max(1, Math.min(Math.floor(longest / multiple), Math.round((side * scale) / multiple))) * multiple;
  return { width: whole(picture.width), height: whole(picture.height) };
}
