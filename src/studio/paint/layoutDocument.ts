import { resampleLabels, type LabelMap } from '../../core/layout.ts';
import { floodFill } from './floodFill.ts';
import { gapFill } from './gapFill.ts';
import { History } from './history.ts';
import { mirrored, mirroredPoints, mirroredRects, type Mirror, UNMIRRORED } from './mirror.ts';
import { type Point, type Rect, union, UNPAINTED } from './raster.ts';
import { type Shape, shapeBounds, shapeSpans } from './shape.ts';
import { labelling } from './spans.ts';

/** Pixels that changed; null means the whole map, perhaps with a new size. */
export type Change = Rect | null;

/** A change that is going on: a stroke, which adds, or a shape, which is drawn anew until it is right. */
interface Painting {
  readonly mirror: Mirror;
  /** Where the stroke is, and how wide it is there. */
  last: { readonly at: Point; readonly diameter: number } | null;
  /** Where the shape was drawn last. */
  drawn: Rect | null;
}

/** A brush that changes its width does so in pieces that differ by no more than this many pixels. */
const WIDTH_STEP = 1;

function blankMap(height: number, width: number): LabelMap {
  return { height, width, labels: new Uint8Array(height * width).fill(UNPAINTED) };
}

function isUnpainted(labels: Uint8Array): boolean {
  for (let i = 0; i < labels.length; i++) if (labels[i] !== UNPAINTED) return false;
  return true;
}

/**
 * The layout being painted: integer labels at the picture's size, with undo. It lives outside of React; views listen for
 * changed rectangles and read `map`.
 */
export class LayoutDocument {
  private current: LabelMap;
  private readonly history = new History();
  private readonly listeners = new Set<(change: Change) => void>();
  private painting: Painting | null = null;
  /** Whether nothing is painted; null when the map must be looked through to know. */
  private blank: boolean | null = true;

  constructor(height: number, width: number) {
    this.current = blankMap(height, width);
  }

  get map(): LabelMap {
    return this.current;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  get isPainting(): boolean {
    return this.painting !== null;
  }

  /** True while nothing is painted. */
  get isBlank(): boolean {
    this.blank ??= isUnpainted(this.current.labels);
    return this.blank;
  }

  /** @returns how to stop listening */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  beginStroke(at: Point, diameter: number, label: number, mirror: Mirror = UNMIRRORED): void {
    this.endStroke();
    this.history.begin();
    this.painting = { mirror, last: { at, diameter }, drawn: null };
    this.strokeTo(at, diameter, label);
  }

  strokeTo(to: Point, diameter: number, label: number): void {
    const { painting } = this;
    if (!painting?.last) return;
    const { at: from, diameter: before } = painting.last;
    painting.last = { at: to, diameter };
    const pieces = Math.max(1, Math.ceil(Math.abs(diameter - before) / WIDTH_STEP));
    const place = (piece: number) => ({
      x: from.x + ((to.x - from.x) * piece) / pieces,
      y: from.y + ((to.y - from.y) * piece) / pieces,
    });
    for (let piece = 1; piece <= pieces; piece++) {
      const width = before + ((diameter - before) * piece) / pieces;
      this.draw({ kind: 'line', from: place(piece - 1), to: place(piece), diameter: width }, label, painting);
    }
  }

  beginShape(mirror: Mirror = UNMIRRORED): void {
    this.endStroke();
    this.history.begin();
    this.painting = { mirror, last: null, drawn: null };
  }

  /** Draws the shape as it is now, in the place of how it was drawn before. */
  drawShape(shape: Shape, label: number): void {
    const { painting } = this;
    if (!painting || painting.last) return;
    this.history.rewind(this.current);
    const before = painting.drawn;
    painting.drawn = null;
    if (before) this.tellMirrored(before, painting.mirror);
    this.draw(shape, label, painting);
  }

  /** Ends a stroke or shape as one step of the history. */
  endStroke(): void {
    if (!this.painting) return;
    this.painting = null;
    this.history.commit(this.current);
    this.tell({ left: 0, top: 0, right: 0, bottom: 0 });
  }

  /** Takes the stroke or shape back (a second finger came, or the browser took the pointer away). */
  cancelStroke(): void {
    if (!this.painting) return;
    this.painting = null;
    this.history.revert(this.current);
    this.tell(null);
  }

  /** @param gap leaks through gaps of up to this many pixels are closed */
  fill(at: Point, label: number, gap = 0, mirror: Mirror = UNMIRRORED): void {
    this.endStroke();
    const whole = { left: 0, top: 0, right: this.current.width, bottom: this.current.height };
    this.history.begin();
    this.history.touch(this.current, whole);
    // Mirrored as pixels: the middle of the pixel under the pointer has its partner in the middle of another.
    const seed = { x: Math.floor(at.x) + 0.5, y: Math.floor(at.y) + 0.5 };
    let changed: Rect | null = null;
    for (const { x, y } of mirroredPoints(seed, this.current, mirror)) {
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const filled =
        gap > 0
          ? gapFill(this.current, column, row, label, gap)
          : floodFill(this.current, column, row, label);
      if (filled) changed = union(changed, filled);
    }
    this.history.commit(this.current);
    if (!changed) return;
    this.tell(changed);
  }

  labelAt(at: Point): number {
    const column = Math.floor(at.x);
    const row = Math.floor(at.y);
    if (column < 0 || row < 0 || column >= this.current.width || row >= this.current.height) return UNPAINTED;
    return this.current.labels[row * this.current.width + column];
  }

  /** Puts another map in place, as one step of the history. */
  replace(map: LabelMap): void {
    this.endStroke();
    this.history.keepWhole(this.current);
    this.current = { ...map, labels: map.labels.slice() };
    this.tell(null);
  }

  /** Puts a map in place without a step: what a reload restores. */
  restore(map: LabelMap): void {
    this.current = map;
    this.tell(null);
  }

  clear(): void {
    if (this.isBlank) return;
    this.replace(blankMap(this.current.height, this.current.width));
  }

  /** Resamples by nearest label, as one step of the history. */
  resize(height: number, width: number): void {
    if (height === this.current.height && width === this.current.width) return;
    // Earlier steps hold squares of the old size, so only a map without history may change silently.
    if (this.isBlank && !this.canUndo && !this.canRedo) this.restore(blankMap(height, width));
    else this.replace(resampleLabels(this.current, height, width));
  }

  undo(): void {
    this.endStroke();
    this.step(this.history.undo(this.current));
  }

  redo(): void {
    this.endStroke();
    this.step(this.history.redo(this.current));
  }

  private step(map: LabelMap | null): void {
    if (!map) return;
    this.current = map;
    this.tell(null);
  }

  private draw(shape: Shape, label: number, painting: Painting): void {
    const rect = shapeBounds(this.current, shape);
    if (!rect) return;
    const { mirror } = painting;
    for (const one of mirroredRects(rect, this.current, mirror)) this.history.touch(this.current, one);
    shapeSpans(this.current, shape, mirrored(labelling(this.current, label), this.current, mirror));
    painting.drawn = rect;
    this.tellMirrored(rect, mirror);
  }

  private tellMirrored(rect: Rect, mirror: Mirror): void {
    for (const one of mirroredRects(rect, this.current, mirror)) this.tell(one);
  }

  private tell(change: Change): void {
    // Many ask after every change, so what was painted on is looked through again only when the stroke has ended.
    if (!this.painting || this.blank) this.blank = null;
    for (const listener of this.listeners) listener(change);
  }
}
