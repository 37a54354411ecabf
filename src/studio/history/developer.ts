import { pictureOf, tesseraPngOf } from '../files/exportRun.ts';
import type { StudioParts } from '../createParts.ts';
import type { Developer } from './runHistory.ts';

/** Twice the width it is shown at, for fine screens. */
const THUMBNAIL_WIDTH = 320;
const QUALITY = 0.82;

/** Pictures and thumbnails by the browser's own encoders. */
export function canvasDeveloper({ sessionStore }: Pick<StudioParts, 'sessionStore'>): Developer {
  const atlas = () => sessionStore.getState().atlas;
  return {
    png: (run) => tesseraPngOf(run, atlas()),
    thumbnail: async (source) => {
      const blob =
        source instanceof Uint8Array
          ? new Blob([source], { type: 'image/png' })
          : await pictureOf(source, atlas());
      const picture = await createImageBitmap(blob);
      const canvas = document.createElement('canvas');
      canvas.width = Math.min(THUMBNAIL_WIDTH, picture.width);
      canvas.height = Math.max(1, Math.round((canvas.width * picture.height) / picture.width));
      const context = canvas.getContext('2d');
      if (context) context.imageSmoothingQuality = 'high';
      context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const small = await new Promise<Blob | null>((resolve) =>
        canvas.toBlob(resolve, 'image/jpeg', QUALITY),
      );
      return new Uint8Array((await small?.arrayBuffer()) ?? new ArrayBuffer());
    },
  };
}
