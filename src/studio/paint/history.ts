import type { LabelMap } from '../../core/layout.ts';
import type { Rect } from './raster.ts';
import { packRuns, unpackRuns } from './runLength.ts';

/** Undo keeps the changed squares of this side, not whole copies. */
const TILE = 64;
/** Steps that are always kept, and the memory past which older ones are given up. */
const KEPT_STEPS = 200;
const MOST_BYTES = 32 * 2 ** 20;
const MOST_STEPS = 2000;

/** Labels as runs, or as they are where runs would take more room than that. */
interface Packed {
  readonly isRuns: boolean;
  readonly bytes: Uint8Array;
}

/** Squares of one change. `packed` holds the state that is not on the canvas: swapped in by undo, and by redo again. */
interface TilesStep {
  readonly kind: 'tiles';
  readonly packed: Map<number, Packed>;
}

/** A change of the whole map, perhaps of its size. */
interface WholeStep {
  readonly kind: 'whole';
  readonly height: number;
  readonly width: number;
  readonly packed: Packed;
}

type HistoryStep = TilesStep | WholeStep;

function bytesOf(step: HistoryStep): number {
  if (step.kind === 'whole') return step.packed.bytes.length;
  let bytes = 0;
  for (const tile of step.packed.values()) bytes += tile.bytes.length;
  return bytes;
}

function tilesAcross(width: number): number {
  return Math.ceil(width / TILE);
}

function tileRect(map: LabelMap, tile: number): Rect {
  const left = (tile % tilesAcross(map.width)) * TILE;
  const top = Math.floor(tile / tilesAcross(map.width)) * TILE;
  return {
    left,
    top,
    right: Math.min(map.width, left + TILE),
    bottom: Math.min(map.height, top + TILE),
  };
}

function readTile(map: LabelMap, tile: number): Uint8Array {
  const { left, top, right, bottom } = tileRect(map, tile);
  const labels = new Uint8Array((right - left) * (bottom - top));
  for (let row = top; row < bottom; row++) {
    const start = row * map.width;
    labels.set(map.labels.subarray(start + left, start + right), (row - top) * (right - left));
  }
  return labels;
}

function writeTile(map: LabelMap, tile: number, labels: Uint8Array): void {
  const { left, top, right, bottom } = tileRect(map, tile);
  for (let row = top; row < bottom; row++) {
    const start = (row - top) * (right - left);
    map.labels.set(labels.subarray(start, start + right - left), row * map.width + left);
  }
}

function differs(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
}

function pack(labels: Uint8Array): Packed {
  const runs = packRuns(labels);
  if (runs.length < labels.length) return { isRuns: true, bytes: runs };
  return { isRuns: false, bytes: labels.slice() };
}

function unpack({ isRuns, bytes }: Packed, length: number): Uint8Array {
  const labels = isRuns ? unpackRuns(bytes, length) : bytes;
  if (!labels) throw new RangeError('a step of the undo history does not fit its place');
  return labels;
}

/**
 * Undo and redo of a label map. Memory: at least 200 steps are kept; past 32 MiB only those. A step never takes more than
 * the picture, a byte a pixel (1 MiB at 1280x832, and 200 of them only if each replaced all of it by noise); strokes over a
 * painted layout take some kilobytes.
 */
export class History {
  private past: HistoryStep[] = [];
  private future: HistoryStep[] = [];
  private held = 0;
  /** Squares as they were before the change that is going on. */
  private open: Map<number, Uint8Array> | null = null;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Bytes of all steps that can be undone or redone. */
  get bytes(): number {
    return this.held;
  }

  begin(): void {
    this.open = new Map();
  }

  /** Must be called before the pixels of `rect` change. */
  touch(map: LabelMap, rect: Rect): void {
    if (!this.open) throw new Error('touch outside of a change');
    const across = tilesAcross(map.width);
    for (let y = Math.floor(rect.top / TILE); y * TILE < rect.bottom; y++) {
      for (let x = Math.floor(rect.left / TILE); x * TILE < rect.right; x++) {
        const tile = y * across + x;
        if (!this.open.has(tile)) this.open.set(tile, readTile(map, tile));
      }
    }
  }

  /** Ends the change. False when nothing differs: then no step is kept. */
  commit(map: LabelMap): boolean {
    const packed = new Map<number, Packed>();
    for (const [tile, before] of this.open ?? []) {
      const now = readTile(map, tile);
      if (differs(before, now)) packed.set(tile, pack(before));
    }
    this.open = null;
    if (packed.size > 0) this.push({ kind: 'tiles', packed });
    return packed.size > 0;
  }

  /** Puts everything back as it was at the beginning of the change, which goes on. */
  rewind(map: LabelMap): void {
    for (const [tile, before] of this.open ?? []) writeTile(map, tile, before);
  }

  /** Ends the change by putting everything back. */
  revert(map: LabelMap): void {
    this.rewind(map);
    this.open = null;
  }

  /** Keeps the whole map as it is before it is replaced. */
  keepWhole(map: LabelMap): void {
    this.push({ kind: 'whole', height: map.height, width: map.width, packed: pack(map.labels) });
  }

  /** The map before the last step; null when there is none. The same object when only squares changed. */
  undo(map: LabelMap): LabelMap | null {
    return this.swap(this.past, this.future, map);
  }

  redo(map: LabelMap): LabelMap | null {
    return this.swap(this.future, this.past, map);
  }

  private swap(from: HistoryStep[], to: HistoryStep[], map: LabelMap): LabelMap | null {
    const step = from.pop();
    if (!step) return null;
    this.held -= bytesOf(step);
    const { map: other, inverse } = step.kind === 'whole' ? swapWhole(step, map) : swapTiles(step, map);
    to.push(inverse);
    this.held += bytesOf(inverse);
    return other;
  }

  private push(step: HistoryStep): void {
    for (const undone of this.future) this.held -= bytesOf(undone);
    this.future = [];
    this.past.push(step);
    this.held += bytesOf(step);
    while (this.past.length > KEPT_STEPS && (this.held > MOST_BYTES || this.past.length > MOST_STEPS)) {
      this.held -= bytesOf(this.past.shift() as HistoryStep);
    }
  }
}

function swapWhole(step: WholeStep, map: LabelMap): { map: LabelMap; inverse: HistoryStep } {
  const labels = unpack(step.packed, step.height * step.width);
  return {
    map: { height: step.height, width: step.width, labels },
    inverse: { kind: 'whole', height: map.height, width: map.width, packed: pack(map.labels) },
  };
}

function swapTiles(step: TilesStep, map: LabelMap): { map: LabelMap; inverse: HistoryStep } {
  const packed = new Map<number, Packed>();
  for (const [tile, other] of step.packed) {
    const now = readTile(map, tile);
    packed.set(tile, pack(now));
    writeTile(map, tile, unpack(other, now.length));
  }
  return { map, inverse: { kind: 'tiles', packed } };
}
