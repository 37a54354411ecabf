import { useMemo, useState, type PointerEvent } from 'react';

import { RangeInput } from '../controls/RangeInput.tsx';
import type { ShownRun } from '../generate/runStore.ts';
import { useRunCanvas } from '../generate/useRunCanvas.ts';
import { nearestCell } from '../inspect/tokenAt.ts';
import { text } from '../messages/text.ts';
import { emptyTrace } from '../replay/trace.ts';
import { linkTo } from '../shell/routes.ts';
import { useFigureRun } from './useFigureRun.ts';

const PERCENT = { least: 0, most: 100, step: 1 };

/** The same tokens as plain tiles and as a decoded picture, with a divider between them. */
export function TilesFigure() {
  const run = useFigureRun();
  const t = text().learn.tiles;
  if (run === null) return <p className="figure-missing">{t.none}</p>;
  return (
    <figure className="learn-figure">
      {run ? <Comparison run={run} /> : <div className="figure-wait" />}
    </figure>
  );
}

/** A run whose picture is never shown, only its tiles. */
function tilesOnly(run: ShownRun): ShownRun {
  const decoded = document.createElement('canvas');
  decoded.width = run.decoded.width;
  decoded.height = run.decoded.height;
  return { ...run, decoded, trace: { ...emptyTrace(0, 0, 1), ...run.trace } };
}

function Comparison({ run }: { readonly run: ShownRun }) {
  const t = text().learn.tiles;
  const [divider, setDivider] = useState(50);
  const [pointed, setPointed] = useState<number | null>(null);
  const { trace, decoded } = run;
  const withoutPicture = useMemo(() => tilesOnly(run), [run]);
  const tiles = useRunCanvas(withoutPicture, trace.count);
  const picture = useRunCanvas(run, trace.count);
  const cellOf = (event: PointerEvent<HTMLElement>) =>
    nearestCell(trace, event.currentTarget.getBoundingClientRect(), { x: event.clientX, y: event.clientY });
  const moveDivider = (event: PointerEvent<HTMLElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    setDivider(Math.round(Math.min(100, Math.max(0, (100 * (event.clientX - bounds.left)) / bounds.width))));
  };
  const draw = pointed === null ? -1 : trace.cells.indexOf(pointed);
  const row = pointed === null ? 0 : Math.floor(pointed / trace.width);
  const column = pointed === null ? 0 : pointed % trace.width;
  const side = trace.downsampling;
  return (
    <>
      <div
        className="comparison"
        style={{ aspectRatio: decoded.width / decoded.height }}
        onPointerDown={moveDivider}
        onPointerMove={(event) => {
          setPointed(cellOf(event));
          if (event.buttons === 1) moveDivider(event);
        }}
        onPointerLeave={() => setPointed(null)}
      >
        <canvas ref={picture} role="img" aria-label={t.picture} />
        <canvas ref={tiles} aria-hidden="true" style={{ clipPath: `inset(0 ${100 - divider}% 0 0)` }} />
        <span className="comparison-line" style={{ left: `${divider}%` }} />
        {pointed !== null && (
          <svg viewBox={`0 0 ${decoded.width} ${decoded.height}`} aria-hidden="true">
            <rect className="window-cell" x={column * side} y={row * side} width={side} height={side} />
          </svg>
        )}
      </div>
      <RangeInput aria-label={t.divider} value={divider} range={PERCENT} onChange={setDivider} />
      <figcaption>
        {draw >= 0 ? t.hover(trace.tokens[draw], row, column) : t.hint}{' '}
        <a href={linkTo('codebook')}>{t.more}</a>
      </figcaption>
    </>
  );
}
