import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import type { Trace } from '../replay/trace.ts';

interface Grid {
  readonly height: number;
  readonly width: number;
}

interface Box extends Grid {
  readonly left: number;
  readonly top: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Which draw laid the token of a cell, from 0; -1 when none of the first `position` did. */
export function drawOf(trace: Trace, cell: number, position: number): number {
  return trace.cells.subarray(0, Math.min(position, trace.count)).indexOf(cell);
}

/** The cell under a point of a box, both in page pixels; null outside. */
export function cellAt(grid: Grid, box: Box, point: Point): number | null {
  const { row, column } = placeOf(grid, box, point);
  if (column < 0 || row < 0 || column >= grid.width || row >= grid.height) return null;
  return row * grid.width + column;
}

/** The same, and the nearest cell from outside. */
export function nearestCell(grid: Grid, box: Box, point: Point): number {
  const { row, column } = placeOf(grid, box, point);
  return inside(row, grid.height) * grid.width + inside(column, grid.width);
}

function placeOf(grid: Grid, box: Box, point: Point): { readonly row: number; readonly column: number } {
  return {
    row: Math.floor(((point.y - box.top) / box.height) * grid.height),
    column: Math.floor(((point.x - box.left) / box.width) * grid.width),
  };
}

/** Where a key leads from a cell; null for other keys. It stops at the edges. */
export function moveCell(key: string, cell: number, { height, width }: Grid): number | null {
  const [row, column] = [Math.floor(cell / width), cell % width];
  if (key === 'Home') return row * width;
  if (key === 'End') return row * width + width - 1;
  const step = ARROW_STEPS[key];
  if (!step) return null;
  return inside(row + step[1], height) * width + inside(column + step[0], width);
}

function inside(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, at));
}
