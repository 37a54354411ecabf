import { EMPTY } from '../../core/grid.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import { drawTile, type Atlas } from '../replay/atlas.ts';
import { appendDraw, emptyTrace, windowAt, type Trace } from '../replay/trace.ts';
import type { Region } from './whatIfStore.ts';

/** The record with other tokens in some cells. */
export function withTokens(record: RunRecord, changes: ReadonlyMap<number, number>): RunRecord {
  return { ...record, tokens: record.tokens.map((token, cell) => changes.get(cell) ?? token) };
}

/** The record with some cells empty, to be drawn again. */
export function withoutTokens(record: RunRecord, cells: Iterable<number>): RunRecord {
  return withTokens(record, new Map([...cells].map((cell) => [cell, EMPTY])));
}

/** The same course with the tokens of another record; cells that are empty there are left out. */
export function retrace(trace: Trace, tokens: readonly number[]): Trace {
  const next = emptyTrace(trace.height, trace.width, trace.downsampling);
  for (let draw = 0; draw < trace.count; draw++) {
    const cell = trace.cells[draw];
    const window = windowAt(trace, draw);
    if (window && tokens[cell] !== EMPTY) appendDraw(next, cell, tokens[cell], window);
  }
  return next;
}

/** Cells that were drawn after one, in the order of the run. */
export function cellsAfter(trace: Trace, cell: number): number[] {
  const drawn = trace.cells.subarray(0, trace.count);
  const at = drawn.indexOf(cell);
  return at < 0 ? [] : [...drawn.subarray(at + 1)];
}

export function cellsOf(region: Region, width: number): number[] {
  const cells: number[] = [];
  for (let row = region.top; row < region.top + region.height; row++) {
    for (let column = region.left; column < region.left + region.width; column++)
      cells.push(row * width + column);
  }
  return cells;
}

/** The smallest rectangle around cells, with `margin` more on each side as far as the grid goes. */
export function regionAround(
  cells: Iterable<number>,
  grid: { readonly height: number; readonly width: number },
  margin: number,
): Region {
  let [top, left, bottom, right] = [grid.height, grid.width, 0, 0];
  for (const cell of cells) {
    const [row, column] = [Math.floor(cell / grid.width), cell % grid.width];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
  }
  top = Math.max(0, top - margin);
  left = Math.max(0, left - margin);
  return {
    top,
    left,
    height: Math.min(grid.height, bottom + margin) - top,
    width: Math.min(grid.width, right + margin) - left,
  };
}

/** A copy of a picture in which some cells show their tile alone, until they are decoded. */
export function withTiles(
  picture: HTMLCanvasElement,
  side: number,
  width: number,
  changes: ReadonlyMap<number, number>,
  atlas: Atlas | null,
): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = picture.width;
  copy.height = picture.height;
  const context = copy.getContext('2d');
  if (!context) return copy;
  context.drawImage(picture, 0, 0);
  for (const [cell, code] of changes) {
    const [x, y] = [(cell % width) * side, Math.floor(cell / width) * side];
    if (code === EMPTY) context.clearRect(x, y, side, side);
    else if (atlas) drawTile(context, atlas, code, x, y, side);
  }
  return copy;
}
