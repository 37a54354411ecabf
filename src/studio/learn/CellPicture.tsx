import type { KeyboardEvent, PointerEvent } from 'react';

import { moveInGrid } from '../codebook/gridKeys.ts';
import { Application } from '../controls/Application.tsx';
import { ARROW_TURNS } from '../controls/arrowKeys.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { useRunCanvas } from '../generate/useRunCanvas.ts';
import { heatColour, shareOf, type HeatMap } from '../inspect/heat.ts';
import { nearestCell } from '../inspect/tokenAt.ts';

interface CellPictureProps {
  readonly run: ShownRun;
  readonly label: string;
  readonly cell: number;
  /** Cells that may be chosen; all where null. */
  readonly choice: readonly number[] | null;
  readonly heat?: HeatMap | null;
  readonly onPick: (cell: number) => void;
  /** Also while the pointer only moves. */
  readonly onPoint?: (cell: number | null) => void;
}

/** A finished run as a grid of tokens, one of which is chosen by pointer or arrow keys; numbers may lie over it. */
export function CellPicture({ run, label, cell, choice, heat, onPick, onPoint }: CellPictureProps) {
  const canvas = useRunCanvas(run, run.trace.count);
  const { height, width } = run.trace;
  const cellOf = (event: PointerEvent<HTMLElement>) =>
    nearestCell(run.trace, event.currentTarget.getBoundingClientRect(), {
      x: event.clientX,
      y: event.clientY,
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const shape = { count: height * width, columns: width, page: 4 };
    const next = choice
      ? stepAmong(choice, cell, event.key)
      : moveInGrid(event.key, cell, shape, event.ctrlKey);
    if (next === null) return;
    event.preventDefault();
    onPick(next);
  };
  const place = (one: number) => ({ x: one % width, y: Math.floor(one / width) });
  return (
    <Application
      label={label}
      className="comparison cell-picture"
      style={{ aspectRatio: width / height }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => onPick(choice ? nearestOf(choice, cellOf(event), width) : cellOf(event))}
      onPointerMove={(event) => onPoint?.(cellOf(event))}
      onPointerLeave={() => onPoint?.(null)}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {heat &&
          Array.from(heat.values, (value, one) =>
            Number.isNaN(value) ? null : (
              <rect key={one} {...place(one)} width={1} height={1} fill={heatColour(shareOf(heat, value))} />
            ),
          )}
        {choice
          ?.filter((one) => one !== cell)
          .map((one) => (
            <circle
              key={one}
              className="cell-mark"
              cx={place(one).x + 0.5}
              cy={place(one).y + 0.5}
              r={0.28}
            />
          ))}
        <rect className="cell-halo" {...place(cell)} width={1} height={1} />
        <rect className="cell-chosen" {...place(cell)} width={1} height={1} />
      </svg>
    </Application>
  );
}

function nearestOf(choice: readonly number[], cell: number, width: number): number {
  const distance = (one: number) =>
    Math.hypot((one % width) - (cell % width), Math.floor(one / width) - Math.floor(cell / width));
  return choice.reduce((best, one) => (distance(one) < distance(best) ? one : best), choice[0] ?? cell);
}

/** The next of few cells: right and down go on, left and up go back. */
function stepAmong(choice: readonly number[], cell: number, key: string): number | null {
  const by = ARROW_TURNS[key];
  if (by === undefined || choice.length === 0) return null;
  return choice[(Math.max(0, choice.indexOf(cell)) + by + choice.length) % choice.length];
}
