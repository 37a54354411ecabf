import type { LabelMap } from '../../core/layout.ts';
import { History } from '../paint/history.ts';
import type { Change } from '../paint/layoutDocument.ts';
import type { Point, Rect } from '../paint/raster.ts';
import { type DepthBrush, DepthStroke } from './depthBrush.ts';
import { type GradientShape, paintGradient } from './depthGradient.ts';
import { blankDepth, type DepthRaster, isFlat, NEAREST, resampleRaster } from './depthRaster.ts';

/** The bytes of a map, two beside each other for each place: so one history of changed squares serves both. */
function bytesOf({ height, width, values }: DepthRaster): LabelMap {
  const labels = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { height, width: 2 * width, labels };
}

function rasterOfBytes({ height, width, labels }: LabelMap): DepthRaster {
  return {
    height,
    width: width / 2,
    values: new Uint16Array(labels.buffer, labels.byteOffset, labels.length / 2),
  };
}

/** The depth map being painted, with undo; views listen for changed rectangles and read `raster`. */
export class DepthDocument {
  private current: DepthRaster;
  private readonly history = new History();
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
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
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

  strokeTo(at: Point, diameter?: number): void {
    const rect = this.stroke?.to(at, diameter);
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
    if (before) {
      this.history.begin();
      const { left, top, right, bottom } = this.whole();
      this.history.touch(bytesOf({ ...this.current, values: before }), {
        left,
        top,
        right: 2 * right,
        bottom,
      });
      this.history.commit(bytesOf(this.current));
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
    this.history.keepWhole(bytesOf(this.current));
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
    this.end();
    this.step(this.history.undo(bytesOf(this.current)));
  }

  redo(): void {
    this.end();
    this.step(this.history.redo(bytesOf(this.current)));
  }

  private step(other: LabelMap | null): void {
    if (!other) return;
    const raster = rasterOfBytes(other);
    // Changed squares were put into the map itself.
    const isSame = raster.values.buffer === this.current.values.buffer;
    this.restore(isSame ? this.current : raster);
  }

  private whole(): Rect {
    return { left: 0, top: 0, right: this.current.width, bottom: this.current.height };
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
