import type { Studio } from '../studio.ts';
import { fitInside, toPicture, type Fit } from './fit.ts';
import { BrushCursor } from './brushCursor.ts';
import { type Point, UNPAINTED } from './raster.ts';

/** Strokes, fills and picks from mouse, pen and touch. */
export class PointerPainter {
  /** The pointer that paints; others (a second finger) end its stroke. */
  private painting: number | null = null;
  private readonly cursor: BrushCursor;
  private readonly events = new AbortController();

  constructor(
    private readonly stage: HTMLElement,
    cursor: HTMLCanvasElement,
    private readonly studio: Studio,
  ) {
    this.cursor = new BrushCursor(cursor, studio);
    const { signal } = this.events;
    stage.addEventListener('pointerdown', (event) => this.down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.move(event), { signal });
    stage.addEventListener('pointerup', (event) => this.up(event), { signal });
    stage.addEventListener('pointercancel', (event) => this.lost(event), { signal });
    stage.addEventListener('pointerleave', () => this.cursor.hide(), { signal });
  }

  stop(): void {
    this.events.abort();
    this.cursor.stop();
    this.studio.document.endStroke();
  }

  private fit(): Fit {
    const { map } = this.studio.document;
    return fitInside(this.stage.getBoundingClientRect(), map.width, map.height);
  }

  private down(event: PointerEvent): void {
    const { document, layout } = this.studio;
    if (this.painting !== null) {
      // Two fingers pan and zoom the page, so the first one did not mean to paint.
      document.cancelStroke();
      this.painting = null;
      return;
    }
    if (event.button !== 0 || !event.isPrimary) return;
    const at = toPicture(this.fit(), event);
    const { tool, label, brushSize } = layout.getState();
    if (tool === 'pick') this.pick(at);
    else if (tool === 'fill') document.fill(at, label);
    else {
      this.painting = event.pointerId;
      this.stage.setPointerCapture(event.pointerId);
      document.beginStroke(at, brushSize, tool === 'eraser' ? UNPAINTED : label);
    }
  }

  private move(event: PointerEvent): void {
    const fit = this.fit();
    this.cursor.show(fit, event);
    if (event.pointerId !== this.painting) return;
    const { document, layout } = this.studio;
    const { tool, label, brushSize } = layout.getState();
    // The browser joins moves within a frame; the points in between keep fast curves round.
    const joined = event.getCoalescedEvents?.() ?? [];
    for (const moved of joined.length > 0 ? joined : [event]) {
      document.strokeTo(toPicture(fit, moved), brushSize, tool === 'eraser' ? UNPAINTED : label);
    }
  }

  private up(event: PointerEvent): void {
    if (event.pointerId !== this.painting) return;
    this.painting = null;
    this.studio.document.endStroke();
  }

  private lost(event: PointerEvent): void {
    if (event.pointerId !== this.painting) return;
    this.painting = null;
    this.studio.document.cancelStroke();
  }

  /** Takes the label under the pointer and goes back to painting. */
  private pick(at: Point): void {
    const { document, layout } = this.studio;
    const label = document.labelAt(at);
    if (label === UNPAINTED) return;
    layout.setState(({ toolBefore }) => ({ label, tool: toolBefore === 'fill' ? 'fill' : 'brush' }));
  }
}
