import { resampleLabels, type LabelMap } from '../../core/layout.ts';
import { floodFill } from './floodFill.ts';
import { History } from './history.ts';
import { type Point, type Rect, UNPAINTED } from './raster.ts';
import { paintStroke, strokeBounds } from './stroke.ts';

/** Pixels that changed; null means the whole map, perhaps with a new size. */
export type Change = Rect | null;

function blankMap(height: number, width: number): LabelMap {
  return { height, width, labels: new Uint8Array(height * width).fill(UNPAINTED) };
}

/**
 * The layout being painted: integer labels at the picture's size, with undo. It lives outside of React; views listen for
 * changed rectangles and read `map`.
 */
export class LayoutDocument {
  private current: LabelMap;
  private readonly history = new History();
  private readonly listeners = new Set<(change: Change) => void>();
  private stroke: { last: Point } | null = null;

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
    return this.stroke !== null;
  }

  /** True while nothing is painted. */
  get isBlank(): boolean {
    return this.current.labels.every((label) => label === UNPAINTED);
  }

  /** @returns how to stop listening */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  beginStroke(at: Point, diameter: number, label: number): void {
    this.history.begin();
    this.stroke = { last: at };
    this.strokeTo(at, diameter, label);
  }

  strokeTo(to: Point, diameter: number, label: number): void {
    if (!this.stroke) return;
    const from = this.stroke.last;
    this.stroke.last = to;
    const rect = strokeBounds(this.current, from, to, diameter);
    if (!rect) return;
    this.history.touch(this.current, rect);
    paintStroke(this.current, from, to, diameter, label);
    this.tell(rect);
  }

  endStroke(): void {
    if (!this.stroke) return;
    this.stroke = null;
    this.history.commit(this.current);
    this.tell({ left: 0, top: 0, right: 0, bottom: 0 });
  }

  /** Takes the stroke back (a second finger came, or the browser took the pointer away). */
  cancelStroke(): void {
    if (!this.stroke) return;
    this.stroke = null;
    this.history.revert(this.current);
    this.tell(null);
  }

  fill(at: Point, label: number): void {
    const whole = { left: 0, top: 0, right: this.current.width, bottom: this.current.height };
    this.history.begin();
    this.history.touch(this.current, whole);
    const changed = floodFill(this.current, Math.floor(at.x), Math.floor(at.y), label);
    this.history.commit(this.current);
    if (changed) this.tell(changed);
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

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
