import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { moveInGrid, rowsToBuild } from './gridKeys.ts';
import { TileCanvas } from './TileCanvas.tsx';

interface CodebookGridProps {
  readonly atlas: Atlas;
  readonly count: number;
  readonly side: number;
  readonly selected: number;
  readonly onSelect: (code: number) => void;
}

const GAP = 3;
/** Room for the focus outline around the grid, as in the style sheet. */
const PADDING = 4;
/** Entries built beyond the view: enough for the default codebooks to be whole, little enough for the largest. */
const SPARE_ENTRIES = 2048;

/** All codes, with the arrow keys moving among them; only rows near the view are built. */
export function CodebookGrid({ atlas, count, side, selected, onSelect }: CodebookGridProps) {
  const view = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [scrollTop, setScrollTop] = useState(0);
  const t = text().codebook;

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
  const spare = Math.ceil(SPARE_ENTRIES / columns);
  const { from, to } = rowsToBuild(scrollTop, size.height, pitch, rows, spare);

  // The selected entry stays in view when it was chosen elsewhere or by a key.
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const top = Math.floor(selected / columns) * pitch;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + pitch > element.scrollTop + element.clientHeight)
      element.scrollTop = top + pitch - element.clientHeight;
  }, [selected, columns, pitch]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(size.height / pitch) - 1);
    const next = moveInGrid(event.key, selected, { count, columns, page }, event.ctrlKey || event.metaKey);
    if (next === null) return;
    event.preventDefault();
    onSelect(next);
    requestAnimationFrame(() => view.current?.querySelector<HTMLElement>(`[data-code="${next}"]`)?.focus());
  };

  return (
    <div
      ref={view}
      className="codebook-view"
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div
        role="grid"
        tabIndex={-1}
        aria-label={t.grid}
        aria-rowcount={rows}
        aria-colcount={columns}
        style={{ height: rows * pitch - GAP, position: 'relative' }}
        onKeyDown={onKeyDown}
      >
        {Array.from({ length: Math.max(0, to - from) }, (_, i) => (
          <Row
            key={from + i}
            row={from + i}
            columns={columns}
            count={count}
            pitch={pitch}
            side={pitch - GAP}
            atlas={atlas}
            selected={Math.floor(selected / columns) === from + i ? selected : -1}
            onSelect={onSelect}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps extends CodebookGridProps {
  readonly row: number;
  readonly columns: number;
  readonly pitch: number;
}

const Row = memo(function Row({ row, columns, count, pitch, side, atlas, selected, onSelect }: RowProps) {
  const t = text().codebook;
  const start = row * columns;
  const length = Math.min(columns, count - start);
  return (
    <div role="row" aria-rowindex={row + 1} className="codebook-row" style={{ top: row * pitch, gap: GAP }}>
      <TileCanvas atlas={atlas} from={start} count={length} side={side} gap={GAP} />
      {Array.from({ length }, (_, column) => {
        const code = start + column;
        return (
          <div
            key={code}
            role="gridcell"
            data-code={code}
            aria-label={t.cell(code)}
            aria-colindex={column + 1}
            aria-selected={code === selected}
            tabIndex={code === selected ? 0 : -1}
            onFocus={() => code !== selected && onSelect(code)}
            style={{ width: side, height: side }}
          />
        );
      })}
    </div>
  );
});
