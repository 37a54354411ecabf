import { oncePerFrame } from '../controls/oncePerFrame.ts';
import type { Change } from './layoutDocument.ts';
import { clip, type Rect, union } from './raster.ts';

export interface Drawable {
  readonly size: () => { readonly height: number; readonly width: number };
  /** @returns how to stop listening */
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly draw: (context: CanvasRenderingContext2D, rect: Rect) => void;
}

/** Keeps a canvas equal to a drawing: changed rectangles gather and are drawn once a frame. @returns how to stop */
export function keepDrawn(canvas: HTMLCanvasElement, drawing: Drawable): () => void {
  let dirty: Rect | null = null;
  const whole = (): Rect => {
    const { width, height } = drawing.size();
    return { left: 0, top: 0, right: width, bottom: height };
  };
  const draw = (rect: Rect): void => {
    const { width, height } = drawing.size();
    const isOther = canvas.width !== width || canvas.height !== height;
    if (isOther) {
      canvas.width = width;
      canvas.height = height;
    }
    const changed = isOther ? whole() : clip(rect, width, height);
    const context = canvas.getContext('2d');
    if (context && changed) drawing.draw(context, changed);
  };
  const frames = oncePerFrame(() => {
    if (dirty) draw(dirty);
    dirty = null;
  });
  const stop = drawing.onChange((change) => {
    if (change && change.right <= change.left) return;
    dirty = union(dirty, change ?? whole());
    frames.ask();
  });
  draw(whole());
  return () => {
    frames.stop();
    stop();
  };
}
