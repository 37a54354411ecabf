import { fitInside, type Fit } from './fit.ts';

/** Which part of a picture its stage shows. Shares and not pixels, so a stage may change its size. */
export interface View {
  /** 1 shows all of the picture. */
  readonly zoom: number;
  /** The place of the picture in the middle of the stage, as shares of its width and height. */
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const FITTED: View = { zoom: 1, x: 0.5, y: 0.5 };

/** One pixel of the picture is never shown larger than this many pixels of the page. */
const LARGEST_PIXEL = 32;
/** However large a small picture is shown already, it can be seen closer by this factor. */
const LEAST_RANGE = 8;

/** Stops of the buttons and keys. */
const STOPS = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];

/** How far a picture can be zoomed when its pixels are `scale` page pixels large at zoom 1. */
export function mostZoom(scale: number): number {
  return Math.max(LEAST_RANGE, LARGEST_PIXEL / scale);
}

/** The nearest view that leaves no part of the stage empty. */
export function clampView({ zoom, x, y }: View, most: number): View {
  const held = Math.min(most, Math.max(1, zoom));
  const margin = 0.5 / held;
  const inside = (share: number) => Math.min(1 - margin, Math.max(margin, share));
  return { zoom: held, x: inside(x), y: inside(y) };
}

/**
 * Zooms so that what lies under a point of the stage stays there.
 * @param at shares of the stage's width and height
 */
export function zoomAbout(view: View, factor: number, at: { x: number; y: number }, most: number): View {
  const zoom = Math.min(most, Math.max(1, view.zoom * factor));
  const kept = (centre: number, share: number) => centre + (share - 0.5) * (1 / view.zoom - 1 / zoom);
  return clampView({ zoom, x: kept(view.x, at.x), y: kept(view.y, at.y) }, most);
}

/** Moves the picture by shares of the stage: to the right and down are positive. */
export function panBy(view: View, right: number, down: number, most: number): View {
  return clampView({ ...view, x: view.x - right / view.zoom, y: view.y - down / view.zoom }, most);
}

/** The next stop of the zoom buttons. */
export function nextZoom(zoom: number, direction: 1 | -1, most: number): number {
  const near = 1.01;
  if (direction === 1) return Math.min(most, STOPS.find((stop) => stop > zoom * near) ?? most);
  return STOPS.findLast((stop) => stop < zoom / near) ?? 1;
}

/** The view moved no further than needed to show a place, with a margin around it. */
export function showing(view: View, at: { x: number; y: number }, most: number): View {
  const reach = 0.42 / view.zoom;
  const near = (centre: number, share: number) => Math.min(share + reach, Math.max(share - reach, centre));
  return clampView({ ...view, x: near(view.x, at.x), y: near(view.y, at.y) }, most);
}

/** How a picture lies in a stage under a view. */
export function viewedFit(
  stage: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  picture: Size,
  view: View,
): Fit {
  const whole = fitInside(stage, picture.width, picture.height);
  return {
    left: stage.left + stage.width * (0.5 - view.x * view.zoom) + (whole.left - stage.left) * view.zoom,
    top: stage.top + stage.height * (0.5 - view.y * view.zoom) + (whole.top - stage.top) * view.zoom,
    scale: whole.scale * view.zoom,
  };
}

/** The same as a CSS transform of something that fills the stage, about its top left corner. */
export function viewTransform({ zoom, x, y }: View): string {
  if (zoom === 1) return 'none';
  const percent = (share: number) => `${(100 * (0.5 - share * zoom)).toFixed(4)}%`;
  return `translate(${percent(x)}, ${percent(y)}) scale(${zoom})`;
}
