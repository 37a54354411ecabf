import type { Change } from '../paint/layoutDocument.ts';
import type { Point, Rect } from '../paint/raster.ts';
import { type DepthBrush, DepthStroke } from './depthBrush.ts';
import { type GradientShape, paintGradient } from './depthGradient.ts';
import { blankDepth, type DepthRaster, isFlat, NEAREST, resampleRaster } from './depthRaster.ts';

/** Undo keeps whole maps: 128 KiB each at 256 x 256. Past this many bytes only the newest steps stay. */
const MOST_BYTES = 64 * 2 ** 20;
const LEAST_STEPS = 8;

/** The depth map being painted, with undo; views listen for changed rectangles and read `raster`. */
export class DepthDocument {
  private current: DepthRaster;
  private past: DepthRaster[] = [];
  private future: DepthRaster[] = [];
  private stroke: DepthStroke | null = null;
  private gradient: { before: Uint16Array; shape: GradientShape; from: Point; value: number } | null = null;
  private readonly listeners = new Set<(change: Change) => void>();

  constructor(height: number, width: number) {
    this.current = blankDepth(height, width);
  }

  get raster(): DepthRaster {
    return this.current;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  get isPainting(): boolean {
    return this.stroke !== null || this.gradient !== null;
  }

  get isBlank(): boolean {
    return isFlat(this.current);
  }

  /** @returns how to stop listening */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  beginStroke(at: Point, brush: DepthBrush): void {
    this.stroke = new DepthStroke(this.current, brush, at);
    this.strokeTo(at);
  }

  strokeTo(at: Point): void {
    const rect = this.stroke?.to(at);
    if (rect) this.tell(rect);
  }

  beginGradient(shape: GradientShape, from: Point, value: number): void {
    this.gradient = { before: this.current.values.slice(), shape, from, value };
  }

  gradientTo(to: Point): void {
    if (!this.gradient) return;
    const { before, shape, from, value } = this.gradient;
    paintGradient(this.current, before, shape, from, to, value);
    this.tell(this.whole());
  }

  /** Ends the stroke or gradient as one step. */
  end(): void {
    const before = this.stroke?.earlier ?? this.gradient?.before;
    this.stroke = null;
    this.gradient = null;
    if (before?.some((value, i) => value !== this.current.values[i])) {
      this.keep({ ...this.current, values: before });
    }
    this.tell({ left: 0, top: 0, right: 0, bottom: 0 });
  }

  /** Takes the stroke or gradient back. */
  cancel(): void {
    const before = this.stroke?.earlier ?? this.gradient?.before;
    this.stroke = null;
    this.gradient = null;
    if (!before) return;
    this.current.values.set(before);
    this.tell(null);
  }

  /** Puts another map in place, as one step. */
  replace(raster: DepthRaster): void {
    this.end();
    this.keep(this.current);
    this.restore({ ...raster, values: raster.values.slice() });
  }

  /** Puts a map in place without a step: what a reload restores. */
  restore(raster: DepthRaster): void {
    this.current = raster;
    this.tell(null);
  }

  clear(): void {
    if (!this.isBlank) this.replace(blankDepth(this.current.height, this.current.width));
  }

  /** Far becomes near. */
  invert(): void {
    this.replace({ ...this.current, values: this.current.values.map((value) => NEAREST - value) });
  }

  resize(height: number, width: number): void {
    if (height === this.current.height && width === this.current.width) return;
    if (this.isBlank && !this.canUndo && !this.canRedo) this.restore(blankDepth(height, width));
    else this.replace(resampleRaster(this.current, height, width));
  }

  undo(): void {
    this.step(this.past, this.future);
  }

  redo(): void {
    this.step(this.future, this.past);
  }

  private step(from: DepthRaster[], to: DepthRaster[]): void {
    this.end();
    const other = from.pop();
    if (!other) return;
    to.push(this.current);
    this.restore(other);
  }

  private keep(before: DepthRaster): void {
    this.future = [];
    this.past.push(before);
    let bytes = this.past.reduce((sum, { values }) => sum + values.byteLength, 0);
    while (bytes > MOST_BYTES && this.past.length > LEAST_STEPS) {
      bytes -= this.past.shift()?.values.byteLength ?? 0;
    }
  }

  private whole(): Rect {
    return { left: 0, top: 0, right: this.current.width, bottom: this.current.height };
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
