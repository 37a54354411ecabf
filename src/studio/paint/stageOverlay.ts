import { oncePerFrame } from '../controls/oncePerFrame.ts';
import type { Fit } from './fit.ts';
import { type Mirror, mirroredPoints, UNMIRRORED } from './mirror.ts';
import type { PaintTarget } from './paintTarget.ts';
import type { Point } from './raster.ts';
import type { StageView } from './stageView.ts';
import { strokeSpans } from './stroke.ts';

/** Dark under light: together they show on every label. */
const DARK = 'rgb(0 0 0 / 65%)';
const LIGHT = 'rgb(255 255 255 / 92%)';
const CORNER = 4;
const CROSS = { inner: 3, outer: 9 };

/** How long a brush that was set to another size is shown where no pointer is. */
const SIZE_SHOWN_MS = 1200;

/** Where painting would happen: under a pointer, or where the keys have moved the brush. `size`: nowhere yet. */
type Cursor =
  | { readonly kind: 'pointer'; readonly clientX: number; readonly clientY: number }
  | { readonly kind: 'keys'; readonly at: Point }
  | { readonly kind: 'size' };

/** What is drawn over a canvas, in pixels of the screen at every zoom: the brush, axes of the mirror, corners of a polygon. */
export class StageOverlay {
  private cursor: Cursor | null = null;
  private readonly drawing = oncePerFrame(() => this.draw());
  private readonly stops: (() => void)[];
  private diameter: number | null;
  private sizeShown: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly target: PaintTarget,
    private readonly view: StageView,
  ) {
    const { ask } = this.drawing;
    this.diameter = target.diameter();
    this.stops = [target.onTool(() => this.toolChanged()), view.onChange(ask)];
    ask();
  }

  showPointer({ clientX, clientY }: PointerEvent): void {
    this.cursor = { kind: 'pointer', clientX, clientY };
    this.drawing.ask();
  }

  showKeys(at: Point): void {
    this.cursor = { kind: 'keys', at };
    this.drawing.ask();
  }

  hide(kind: Cursor['kind']): void {
    if (this.cursor?.kind !== kind) return;
    this.cursor = null;
    this.drawing.ask();
  }

  stop(): void {
    this.drawing.stop();
    clearTimeout(this.sizeShown);
    for (const stop of this.stops) stop();
  }

  /** A finger has no cursor, and a mouse is at the slider: what was set is shown in the middle for a moment. */
  private toolChanged(): void {
    const [before, now] = [this.diameter, this.target.diameter()];
    this.diameter = now;
    if (before !== null && now !== null && before !== now && (!this.cursor || this.cursor.kind === 'size')) {
      this.cursor = { kind: 'size' };
      clearTimeout(this.sizeShown);
      this.sizeShown = setTimeout(() => this.hide('size'), SIZE_SHOWN_MS);
    }
    this.drawing.ask();
  }

  private draw(): void {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const stage = this.canvas.getBoundingClientRect();
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(stage.width * ratio), Math.round(stage.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const page = this.view.fit();
    const fit = { left: page.left - stage.left, top: page.top - stage.top, scale: page.scale };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const marks = this.target.marks?.();
    const mirror = marks?.mirror ?? UNMIRRORED;
    this.drawAxes(context, fit, mirror);
    const at = this.place(page, stage);
    if (at) this.drawBrush(context, fit, at, this.cursor?.kind === 'size' ? UNMIRRORED : mirror);
    if (at && this.cursor?.kind === 'keys') drawCross(context, toStage(fit, at));
    marks?.corners.forEach((corner, i) => drawCorner(context, toStage(fit, corner), i === 0));
  }

  private place(page: Fit, stage: DOMRect): Point | null {
    const { cursor } = this;
    if (!cursor) return null;
    if (cursor.kind === 'keys') return cursor.at;
    const [x, y] =
      cursor.kind === 'pointer'
        ? [cursor.clientX, cursor.clientY]
        : [stage.left + stage.width / 2, stage.top + stage.height / 2];
    return { x: (x - page.left) / page.scale, y: (y - page.top) / page.scale };
  }

  /** The outline of the very pixels that a press would paint. */
  private drawBrush(context: CanvasRenderingContext2D, fit: Fit, at: Point, mirror: Mirror): void {
    const diameter = this.target.diameter();
    if (diameter === null) return;
    const size = this.target.size();
    mirroredPoints(at, size, mirror).forEach((centre, i) => {
      context.globalAlpha = i === 0 ? 1 : 0.5;
      outline(context, fit, centre, diameter);
      stroke(context, 2.5, 1);
    });
    context.globalAlpha = 1;
  }

  private drawAxes(context: CanvasRenderingContext2D, fit: Fit, { sides, ends }: Mirror): void {
    const { width, height } = this.target.size();
    const [from, to] = [toStage(fit, { x: 0, y: 0 }), toStage(fit, { x: width, y: height })];
    const middle = toStage(fit, { x: width / 2, y: height / 2 });
    context.beginPath();
    if (sides) {
      context.moveTo(middle.x, from.y);
      context.lineTo(middle.x, to.y);
    }
    if (ends) {
      context.moveTo(from.x, middle.y);
      context.lineTo(to.x, middle.y);
    }
    context.globalAlpha = 0.6;
    context.setLineDash([5, 5]);
    stroke(context, 2, 1);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

function toStage(fit: Fit, { x, y }: Point): Point {
  return { x: fit.left + x * fit.scale, y: fit.top + y * fit.scale };
}

/** Strokes the path twice, the dark line the wider one. */
function stroke(context: CanvasRenderingContext2D, dark: number, light: number): void {
  context.strokeStyle = DARK;
  context.lineWidth = dark;
  context.stroke();
  context.strokeStyle = LIGHT;
  context.lineWidth = light;
  context.stroke();
}

/** A brush is convex, so its outline goes down the right ends of its rows and up the left ones. */
function outline(context: CanvasRenderingContext2D, fit: Fit, centre: Point, diameter: number): void {
  // A picture that the brush lies in the middle of, so that it has its whole outline also beyond the edge.
  const margin = Math.ceil(diameter) + 4;
  const corner = { x: Math.floor(centre.x) - margin, y: Math.floor(centre.y) - margin };
  const inside = { x: centre.x - corner.x, y: centre.y - corner.y };
  const right: Point[] = [];
  const left: Point[] = [];
  strokeSpans({ width: 2 * margin, height: 2 * margin }, inside, inside, diameter, (row, from, to) => {
    const [a, b] = [corner.y + row, corner.y + row + 1];
    right.push({ x: corner.x + to, y: a }, { x: corner.x + to, y: b });
    left.push({ x: corner.x + from, y: a }, { x: corner.x + from, y: b });
  });
  context.beginPath();
  for (const point of [...right, ...left.reverse()]) {
    const { x, y } = toStage(fit, point);
    context.lineTo(x, y);
  }
  context.closePath();
}

function drawCorner(context: CanvasRenderingContext2D, { x, y }: Point, isFirst: boolean): void {
  context.beginPath();
  context.arc(x, y, isFirst ? CORNER + 2 : CORNER, 0, 2 * Math.PI);
  context.fillStyle = isFirst ? LIGHT : DARK;
  context.fill();
  stroke(context, 2.5, 1);
}

/** The brush of the keys has a middle that can be seen, also where the tool has no width. */
function drawCross(context: CanvasRenderingContext2D, { x, y }: Point): void {
  context.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    context.moveTo(x + dx * CROSS.inner, y + dy * CROSS.inner);
    context.lineTo(x + dx * CROSS.outer, y + dy * CROSS.outer);
  }
  stroke(context, 3, 1.25);
}
