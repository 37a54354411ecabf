import { text } from '../messages/text.ts';
import type { Studio } from '../studio.ts';
import { alongStep, toSquare } from './constrain.ts';
import type { LayoutDocument } from './layoutDocument.ts';
import type { LayoutState, Tool } from './layoutStore.ts';
import { displayName } from './palette.ts';
import type { KeyManner, Marks, PaintInput, PaintTarget } from './paintTarget.ts';
import { type Point, UNPAINTED } from './raster.ts';
import type { Shape } from './shape.ts';

const MANNERS: Record<Tool, KeyManner> = {
  brush: 'hold',
  eraser: 'hold',
  line: 'toggle',
  rectangle: 'toggle',
  polygon: 'corners',
  lasso: 'toggle',
  fill: 'hold',
  pick: 'hold',
};

const LEAST_CORNERS = 3;

function isNear(a: Point, b: Point, reach: number): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= reach;
}

/** The tools of the layout. Shapes are drawn into the map while they are made, so the preview is what will be. */
export class LayoutTools implements PaintTarget {
  /** The shape being made, and its points so far. */
  private making: Exclude<Tool, 'brush' | 'eraser' | 'fill' | 'pick'> | null = null;
  private points: Point[] = [];
  /** Where the last stroke ended. */
  private lastEnd: Point | null = null;
  private readonly document: LayoutDocument;

  constructor(private readonly studio: Pick<Studio, 'document' | 'layout' | 'sessionStore'>) {
    this.document = studio.document;
  }

  /** Another tool ends a shape that is being made. @returns how to stop watching */
  watch(): () => void {
    return this.studio.layout.subscribe(({ tool }, before) => {
      if (tool !== before.tool && this.isOpen()) this.finish();
    });
  }

  readonly size = () => this.document.map;

  readonly diameter = (): number | null => {
    const { tool, brushSize } = this.state;
    return tool === 'brush' || tool === 'eraser' || tool === 'line' ? brushSize : null;
  };

  readonly onTool = (listener: () => void) => this.studio.layout.subscribe(listener);

  readonly manner = (): KeyManner => MANNERS[this.state.tool];

  readonly isOpen = (): boolean => this.document.isPainting;

  readonly begin = (at: Point, input: PaintInput): boolean => {
    const { tool, label, mirror, gap } = this.state;
    switch (tool) {
      case 'pick':
        this.pick(at);
        return false;
      case 'fill':
        this.document.fill(at, label, gap, mirror);
        return false;
      case 'brush':
      case 'eraser':
        this.beginStroke(at, input);
        return true;
      case 'polygon':
        if (this.making === 'polygon' && this.isOpen()) return this.addCorner(at, input);
        break;
      case 'line':
      case 'rectangle':
      case 'lasso':
    }
    this.making = tool;
    this.points = [at];
    this.document.beginShape(mirror);
    this.draw(at);
    return true;
  };

  readonly move = (at: Point, input: PaintInput): void => {
    if (!this.isOpen()) return;
    if (this.making === null) {
      this.document.strokeTo(at, this.width(input), this.ink());
      this.lastEnd = at;
      return;
    }
    // A corner of a polygon is dragged about the corner before it.
    const tip = this.tipAt(at, input, this.points[Math.max(0, this.points.length - 2)]);
    if (this.making === 'polygon') this.points[this.points.length - 1] = tip;
    if (this.making === 'lasso') this.points.push(tip);
    this.draw(tip);
  };

  readonly hover = (at: Point, input: PaintInput): void => {
    if (this.making !== 'polygon' || !this.isOpen()) return;
    this.draw(this.tipAt(at, input, this.points[this.points.length - 1]));
  };

  readonly end = (): void => {
    if (this.making === 'polygon' && this.isOpen()) return;
    this.document.endStroke();
    this.forget();
  };

  readonly cancel = (): void => {
    this.document.cancelStroke();
    this.forget();
  };

  readonly takeBack = (): void => {
    if (this.making !== 'polygon' || this.points.length < 2) {
      this.cancel();
      return;
    }
    this.points.pop();
    this.draw(this.points[this.points.length - 1]);
  };

  /** Too few corners are no shape. */
  readonly finish = (): void => {
    if (this.making === 'polygon' && this.points.length < LEAST_CORNERS) {
      this.cancel();
      return;
    }
    if (this.making === 'polygon') this.draw(this.points[this.points.length - 1]);
    this.document.endStroke();
    this.forget();
  };

  readonly marks = (): Marks => ({
    corners: this.making === 'polygon' && this.isOpen() ? this.points : [],
    mirror: this.state.mirror,
  });

  readonly describe = (at: Point): string => {
    const id = this.document.labelAt(at);
    const t = text().paint;
    if (id === UNPAINTED) return t.unpainted;
    const label = this.studio.sessionStore.getState().labels.find((one) => one.id === id);
    return label ? displayName(label) : t.unknownLabel(id);
  };

  private get state(): LayoutState {
    return this.studio.layout.getState();
  }

  private ink(): number {
    return this.state.tool === 'eraser' ? UNPAINTED : this.state.label;
  }

  private width({ pressure }: PaintInput): number {
    return Math.max(1, this.state.brushSize * pressure);
  }

  private beginStroke(at: Point, input: PaintInput): void {
    const from = input.constrain && this.lastEnd ? this.lastEnd : at;
    this.forget();
    this.document.beginStroke(from, this.width(input), this.ink(), this.state.mirror);
    if (from !== at) this.document.strokeTo(at, this.width(input), this.ink());
    this.lastEnd = at;
  }

  /** On the first corner, or on the last one again, the shape is closed. */
  private addCorner(at: Point, input: PaintInput): boolean {
    const [first, last] = [this.points[0], this.points[this.points.length - 1]];
    const isFull = this.points.length >= LEAST_CORNERS;
    if (isFull && (isNear(at, first, input.reach) || isNear(at, last, input.reach))) {
      this.finish();
      return false;
    }
    const tip = input.constrain ? alongStep(last, at) : at;
    this.points.push(tip);
    this.draw(tip);
    return true;
  }

  /** Where the shape goes when the pointer is at a place, seen from its point before. */
  private tipAt(at: Point, { constrain }: PaintInput, from: Point): Point {
    if (!constrain || this.making === 'lasso') return at;
    return this.making === 'rectangle' ? toSquare(from, at) : alongStep(from, at);
  }

  private draw(tip: Point): void {
    const { brushSize } = this.state;
    const [first] = this.points;
    const shapes: Record<NonNullable<typeof this.making>, () => Shape> = {
      line: () => ({ kind: 'line', from: first, to: tip, diameter: brushSize }),
      rectangle: () => ({ kind: 'rectangle', from: first, to: tip }),
      polygon: () => ({ kind: 'polygon', corners: [...this.points, tip] }),
      lasso: () => ({ kind: 'polygon', corners: this.points }),
    };
    if (this.making) this.document.drawShape(shapes[this.making](), this.state.label);
  }

  private forget(): void {
    this.making = null;
    this.points = [];
  }

  /** Takes the label there and goes back to the tool before. */
  private pick(at: Point): void {
    const label = this.document.labelAt(at);
    if (label === UNPAINTED) return;
    this.studio.layout.setState(({ toolBefore }) => ({
      label,
      tool: toolBefore === 'eraser' || toolBefore === 'pick' ? 'brush' : toolBefore,
    }));
  }
}
