import { BrushCursor } from './brushCursor.ts';
import { fitInside, toPicture, type Fit } from './fit.ts';
import type { PaintTarget } from './paintTarget.ts';

/** Strokes, fills and picks from mouse, pen and touch. */
export class PointerPainter {
  /** The pointer that paints; others (a second finger) end its stroke. */
  private painting: number | null = null;
  private readonly cursor: BrushCursor;
  private readonly events = new AbortController();

  constructor(
    private readonly stage: HTMLElement,
    cursor: HTMLCanvasElement,
    private readonly target: PaintTarget,
  ) {
    this.cursor = new BrushCursor(cursor, target);
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
    this.target.end();
  }

  private fit(): Fit {
    const { width, height } = this.target.size();
    return fitInside(this.stage.getBoundingClientRect(), width, height);
  }

  private down(event: PointerEvent): void {
    if (this.painting !== null) {
      // Two fingers pan and zoom the page, so the first one did not mean to paint.
      this.target.cancel();
      this.painting = null;
      return;
    }
    if (event.button !== 0 || !event.isPrimary) return;
    if (!this.target.begin(toPicture(this.fit(), event))) return;
    this.painting = event.pointerId;
    this.stage.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const fit = this.fit();
    this.cursor.show(fit, event);
    if (event.pointerId !== this.painting) return;
    // The browser joins moves within a frame; the points in between keep fast curves round.
    const joined = event.getCoalescedEvents?.() ?? [];
    for (const moved of joined.length > 0 ? joined : [event]) this.target.move(toPicture(fit, moved));
  }

  private up(event: PointerEvent): void {
    if (event.pointerId !== this.painting) return;
    this.painting = null;
    this.target.end();
  }

  private lost(event: PointerEvent): void {
    if (event.pointerId !== this.painting) return;
    this.painting = null;
    this.target.cancel();
  }
}
