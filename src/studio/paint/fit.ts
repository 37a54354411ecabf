import type { Point } from './raster.ts';

/** How a picture lies inside its stage: as large as fits, centred (`object-fit: contain`). */
export interface Fit {
  /** Place of the picture's corner on the page. */
  readonly left: number;
  readonly top: number;
  /** Page pixels per pixel of the picture. */
  readonly scale: number;
}

export function fitInside(
  stage: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  width: number,
  height: number,
): Fit {
  const scale = Math.min(stage.width / width, stage.height / height);
  return {
    left: stage.left + (stage.width - width * scale) / 2,
    top: stage.top + (stage.height - height * scale) / 2,
    scale,
  };
}

export function toPicture(fit: Fit, event: { readonly clientX: number; readonly clientY: number }): Point {
  return { x: (event.clientX - fit.left) / fit.scale, y: (event.clientY - fit.top) / fit.scale };
}
