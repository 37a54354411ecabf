import type { Fit } from './fit.ts';
import type { PaintTarget } from './paintTarget.ts';

/** The outline of the brush under the pointer, at its true size. Dark and light together show on every label. */
export class BrushCursor {
  private last: { readonly fit: Fit; readonly x: number; readonly y: number } | null = null;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly target: Pick<PaintTarget, 'diameter' | 'onTool'>,
  ) {
    let drawn = target.diameter();
    this.unsubscribe = target.onTool(() => {
      if (target.diameter() === drawn) return;
      drawn = target.diameter();
      this.draw();
    });
  }

  show(fit: Fit, event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    this.last = { fit, x: event.clientX, y: event.clientY };
    this.draw();
  }

  hide(): void {
    this.last = null;
    this.draw();
  }

  stop(): void {
    this.unsubscribe();
  }

  private draw(): void {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const bounds = this.canvas.getBoundingClientRect();
    const ratio = devicePixelRatio;
    const width = Math.round(bounds.width * ratio);
    const height = Math.round(bounds.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, bounds.width, bounds.height);
    const diameter = this.target.diameter();
    if (!this.last || diameter === null) return;
    const radius = Math.max(2, (diameter * this.last.fit.scale) / 2);
    for (const [style, width, by] of [
      ['rgb(0 0 0 / 65%)', 1.5, 0],
      ['rgb(255 255 255 / 90%)', 1, 1.25],
    ] as const) {
      context.beginPath();
      context.arc(
        this.last.x - bounds.left,
        this.last.y - bounds.top,
        Math.max(1, radius - by),
        0,
        2 * Math.PI,
      );
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke();
    }
  }
}
