import type { Studio } from '../studio.ts';
import { drawLabels, wholeOf } from './mapCanvas.ts';
import { colourTable } from './palette.ts';
import { clip, type Rect, union } from './raster.ts';

/** Keeps a canvas equal to the layout: changed rectangles gather and are drawn once a frame. */
export class LayoutView {
  private dirty: Rect | null = null;
  private frame = 0;
  private colours: Uint32Array;
  private readonly stops: (() => void)[];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly studio: Pick<Studio, 'document' | 'sessionStore'>,
  ) {
    const { document, sessionStore } = studio;
    this.colours = colourTable(sessionStore.getState().labels);
    this.stops = [
      document.onChange((change) => this.invalidate(change ?? wholeOf(document.map))),
      sessionStore.subscribe(({ labels }, before) => {
        if (labels === before.labels) return;
        this.colours = colourTable(labels);
        this.invalidate(wholeOf(document.map));
      }),
    ];
    this.draw(wholeOf(document.map));
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    for (const stop of this.stops) stop();
  }

  private invalidate(rect: Rect): void {
    if (rect.right <= rect.left) return;
    this.dirty = union(this.dirty, rect);
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const dirty = this.dirty;
      this.dirty = null;
      if (dirty) this.draw(dirty);
    });
  }

  private draw(rect: Rect): void {
    const { map } = this.studio.document;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    let changed: Rect | null = rect;
    if (this.canvas.width !== map.width || this.canvas.height !== map.height) {
      this.canvas.width = map.width;
      this.canvas.height = map.height;
      changed = wholeOf(map);
    }
    changed = clip(changed, map.width, map.height);
    if (changed) drawLabels(context, map, this.colours, changed);
  }
}
