import type { Studio } from '../studio.ts';
import { type Point, UNPAINTED } from './raster.ts';

/** What pointers on a canvas work on: the layout, or another drawing with strokes. */
export interface PaintTarget {
  /** Size of the picture, in whose pixels points are told. */
  readonly size: () => { readonly height: number; readonly width: number };
  /** Diameter of the brush in those pixels; null for tools that have none. */
  readonly diameter: () => number | null;
  /** Calls back whenever the diameter may have changed. @returns how to stop */
  readonly onTool: (listener: () => void) => () => void;
  /** @returns whether a stroke begins, which then goes on until `end` or `cancel` */
  readonly begin: (at: Point) => boolean;
  readonly move: (at: Point) => void;
  readonly end: () => void;
  /** Takes the stroke back. */
  readonly cancel: () => void;
}

/** Painting labels: strokes of brush and eraser, fills, picks. */
export function layoutTarget({ document, layout }: Pick<Studio, 'document' | 'layout'>): PaintTarget {
  /** Takes the label there and goes back to painting. */
  const pick = (at: Point): void => {
    const label = document.labelAt(at);
    if (label === UNPAINTED) return;
    layout.setState(({ toolBefore }) => ({ label, tool: toolBefore === 'fill' ? 'fill' : 'brush' }));
  };
  return {
    size: () => document.map,
    diameter: () => {
      const { tool, brushSize } = layout.getState();
      return tool === 'brush' || tool === 'eraser' ? brushSize : null;
    },
    onTool: (listener) => layout.subscribe(listener),
    begin: (at) => {
      const { tool, label, brushSize } = layout.getState();
      if (tool === 'pick') pick(at);
      else if (tool === 'fill') document.fill(at, label);
      else document.beginStroke(at, brushSize, tool === 'eraser' ? UNPAINTED : label);
      return tool === 'brush' || tool === 'eraser';
    },
    move: (at) => {
      const { tool, label, brushSize } = layout.getState();
      document.strokeTo(at, brushSize, tool === 'eraser' ? UNPAINTED : label);
    },
    end: () => document.endStroke(),
    cancel: () => document.cancelStroke(),
  };
}
