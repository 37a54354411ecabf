import type { Mirror } from './mirror.ts';
import type { Point } from './raster.ts';

/** What a pointer or key tells beside its place. */
export interface PaintInput {
  /** Share of the brush that the pressure of a pen leaves; 1 for everything else. */
  readonly pressure: number;
  /** Shift is held: directions in steps, squares, a line from where the last stroke ended. */
  readonly constrain: boolean;
  /** Within this many pixels of the picture a corner counts as hit. */
  readonly reach: number;
}

/** What is drawn over the canvas while a shape is made. */
export interface Marks {
  /** Corners that are set; the first closes the shape. */
  readonly corners: readonly Point[];
  readonly mirror: Mirror;
}

/** How a tool is worked by keys: held while it paints, set down and lifted, or corner by corner. */
export type KeyManner = 'hold' | 'toggle' | 'corners';

/** What pointers and keys on a canvas work on: the layout, or another drawing with strokes. */
export interface PaintTarget {
  /** Size of the picture, in whose pixels points are told. */
  readonly size: () => { readonly height: number; readonly width: number };
  /** Diameter of the brush in those pixels; null for tools that have none. */
  readonly diameter: () => number | null;
  /** Calls back whenever the diameter may have changed. @returns how to stop */
  readonly onTool: (listener: () => void) => () => void;
  /** @returns whether a stroke begins, which then goes on until `end` or `cancel` */
  readonly begin: (at: Point, input: PaintInput) => boolean;
  readonly move: (at: Point, input: PaintInput) => void;
  readonly end: () => void;
  /** Takes all of the stroke or shape back. */
  readonly cancel: () => void;

  /** The place of a pointer that is not pressed. */
  readonly hover?: (at: Point, input: PaintInput) => void;
  /** Takes back what the last `begin` did, which was not meant; `cancel` where this is missing. */
  readonly takeBack?: () => void;
  /** Whether a stroke or shape goes on; a polygon does so between presses. */
  readonly isOpen?: () => boolean;
  /** Ends such a shape as it is. */
  readonly finish?: () => void;
  /** Where it is missing, brushes are held and everything else is toggled. */
  readonly manner?: () => KeyManner;
  readonly marks?: () => Marks;
  /** What lies at a place, in words. */
  readonly describe?: (at: Point) => string;
}
