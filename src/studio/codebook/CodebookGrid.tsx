import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { moveInGrid, rowsToBuild } from './gridKeys.ts';
import { TileCanvas } from './TileCanvas.tsx';

interface CodebookGridProps {
  readonly atlas: Atlas;
  /** The codes to show, in their order. */
  readonly order: Int32Array;
  readonly counts: Float64Array | null;
  readonly side: number;
  readonly selected: number;
  readonly onSelect: (code: number) => void;
}

const GAP = 3;
/** Room for the focus outline around the grid, as in the style sheet. */
const PADDING = 4;
/** Codebooks up to this size are built whole: readers and searches then find every entry. */
const WHOLE = 2048;
/** Rows built beyond the view of larger ones: half a screen in each direction (bench/atlas.ts measures it). */
const SPARE_ROWS = 8;

/** Codes as tiles, with the arrow keys moving among them; of large codebooks only rows near the view are built. */
export function CodebookGrid({ atlas, order, counts, side, selected, onSelect }: CodebookGridProps) {
  const view = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [topRow, setTopRow] = useState(0);
  const t = text().codebook;
  const count = order.length;

  useLayoutEffect(() => {
    const element = view.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth - 2 * PADDING, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const columns = Math.max(1, Math.floor((size.width + GAP) / (side + GAP)));
  // Tiles grow a little so that the rows fill the width.
  const pitch = Math.max(side + GAP, Math.floor((size.width + GAP) / columns));
  const rows = Math.ceil(count / columns);
  const spare = count <= WHOLE ? rows : SPARE_ROWS;
  const { from, to } = rowsToBuild(topRow * pitch, size.height, pitch, rows, spare);
  // Rows that leave the view of a large codebook become those that enter it: changing them costs less than making them.
  const pool = count <= WHOLE ? Math.max(1, rows) : Math.ceil(size.height / pitch) + 2 * SPARE_ROWS + 2;
  const places = useMemo(() => placesIn(order), [order]);
  const place = places.get(selected) ?? -1;

  // The selected entry stays in view when it was chosen elsewhere or by a key, and when the order changes.
  useEffect(() => {
    const element = view.current;
    if (!element || place < 0) return;
    const top = Math.floor(place / columns) * pitch;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + pitch > element.scrollTop + element.clientHeight)
      element.scrollTop = top + pitch - element.clientHeight;
  }, [place, columns, pitch]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(size.height / pitch) - 1);
    const shape = { count, columns, page };
    const next = moveInGrid(event.key, Math.max(0, place), shape, event.ctrlKey || event.metaKey);
    if (next === null) return;
    event.preventDefault();
    onSelect(order[next]);
    requestAnimationFrame(() =>
      view.current?.querySelector<HTMLElement>(`[data-code="${order[next]}"]`)?.focus(),
    );
  };

  return (
    <div
      ref={view}
      className="codebook-view"
      onScroll={(event) => setTopRow(Math.floor(event.currentTarget.scrollTop / pitch))}
    >
      <div
        role="grid"
        tabIndex={-1}
        aria-label={t.grid}
        aria-rowcount={rows}
        aria-colcount={columns}
        style={{ height: Math.max(0, rows * pitch - GAP), position: 'relative' }}
        onKeyDown={onKeyDown}
      >
        {Array.from({ length: Math.max(0, to - from) }, (_, i) => {
          const row = from + i;
          const holdsStop = Math.floor(Math.max(0, place) / columns) === row;
          return (
            <Row
              key={row % pool}
              row={row}
              columns={columns}
              order={order}
              counts={counts}
              pitch={pitch}
              side={pitch - GAP}
              atlas={atlas}
              selected={holdsStop ? selected : -1}
              // A code that is filtered away leaves the way in to the first one.
              stop={holdsStop ? order[Math.max(0, place)] : -1}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}

function placesIn(order: Int32Array): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  order.forEach((code, place) => places.set(code, place));
  return places;
}

interface RowProps extends CodebookGridProps {
  readonly row: number;
  readonly columns: number;
  readonly pitch: number;
  /** The code that the Tab key reaches. */
  readonly stop: number;
}

const Row = memo(function Row(props: RowProps) {
  const { row, columns, order, counts, pitch, side, atlas, selected, stop, onSelect } = props;
  const t = text().codebook;
  const codes = useMemo(() => order.slice(row * columns, (row + 1) * columns), [order, row, columns]);
  const element = useRef<HTMLDivElement>(null);
  // The cell that had the focus has gone with its row; another entry must not inherit it.
  useLayoutEffect(() => {
    const built = element.current;
    return () => {
      if (built?.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
    };
  }, [row]);
  return (
    <div
      ref={element}
      role="row"
      aria-rowindex={row + 1}
      className="codebook-row"
      style={{ top: row * pitch, gap: GAP }}
    >
      <TileCanvas atlas={atlas} codes={codes} side={side} gap={GAP} counts={counts} />
      {Array.from(codes, (code, column) => (
        <div
          // By place: another order then changes cells instead of making new ones.
          key={column}
          role="gridcell"
          data-code={code}
          aria-label={t.cell(code)}
          aria-description={counts?.[code] === 0 ? t.unusedCell : undefined}
          aria-colindex={column + 1}
          aria-selected={code === selected}
          tabIndex={code === stop ? 0 : -1}
          onFocus={() => code !== selected && onSelect(code)}
          style={{ width: side, height: side }}
        />
      ))}
    </div>
  );
});
