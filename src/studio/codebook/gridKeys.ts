export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Rows that fit the view: a page. */
  readonly page: number;
}

/** Where a key of the ARIA grid pattern leads from an entry; null for other keys. */
export function moveInGrid(key: string, from: number, shape: GridShape, ctrl = false): number | null {
  const { count, columns, page } = shape;
  const rowStart = from - (from % columns);
  const moves: Record<string, number> = {
    ArrowRight: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from + columns,
    ArrowUp: from - columns,
    PageDown: from + columns * page,
    PageUp: from - columns * page,
    Home: ctrl ? 0 : rowStart,
    End: ctrl ? count - 1 : Math.min(count - 1, rowStart + columns - 1),
  };
  if (!(key in moves)) return null;
  const to = moves[key];
  if (to >= 0 && to < count) return to;
  // A page further than there are rows goes to the last row of the same column.
  if (key === 'PageDown') return from + columns * Math.floor((count - 1 - from) / columns);
  if (key === 'PageUp') return from % columns;
  return from;
}

/** The rows to build around what is in view; small codebooks are built whole. */
export function rowsToBuild(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  rows: number,
  spare: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
  const to = Math.min(rows, Math.ceil((scrollTop + viewHeight) / rowHeight) + spare);
  return { from, to };
}
