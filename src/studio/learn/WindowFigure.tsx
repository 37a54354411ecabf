import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { buildSchedule, countPositions } from '../../core/schedule.ts';
import { WINDOW_MODES, type WindowMode } from '../../core/settings.ts';
import { windowOrigin } from '../../core/window.ts';
import { moveInGrid } from '../codebook/gridKeys.ts';
import { text } from '../messages/text.ts';

const GRID = { height: 26, width: 40 };
const SIDE = 16;
/** Unit of the drawing: one cell and its gap. */
const CELL = 10;

function positionsOf(mode: WindowMode): number {
  const window = { height: SIDE, width: SIDE };
  const schedule = buildSchedule({ ...GRID, mode, window, maxSlots: 64 });
  return countPositions(schedule, SIDE * SIDE);
}

/** The window rule of the engine itself, cell by cell. */
export function WindowFigure() {
  const t = text();
  const id = useId();
  const [mode, setMode] = useState<WindowMode>('exact');
  const [target, setTarget] = useState(12 * GRID.width + 22);
  const row = Math.floor(target / GRID.width);
  const column = target % GRID.width;
  const top = windowOrigin(row, GRID.height, SIDE, mode);
  const left = windowOrigin(column, GRID.width, SIDE, mode);
  const seen = (row - top) * SIDE + (column - left);
  const positions = useMemo(() => positionsOf(mode), [mode]);
  const ratio = useMemo(() => positionsOf('exact') / positions, [positions]);

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - bounds.left) / bounds.width) * GRID.width);
    const y = Math.floor(((event.clientY - bounds.top) / bounds.height) * GRID.height);
    if (x >= 0 && y >= 0 && x < GRID.width && y < GRID.height) setTarget(y * GRID.width + x);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const shape = { count: GRID.height * GRID.width, columns: GRID.width, page: 4 };
    const next = moveInGrid(event.key, target, shape, event.ctrlKey);
    if (next === null) return;
    event.preventDefault();
    setTarget(next);
  };

  return (
    <figure className="learn-figure">
      <svg
        className="window-figure"
        viewBox={`0 0 ${GRID.width * CELL} ${GRID.height * CELL}`}
        role="application"
        tabIndex={0}
        aria-label={t.learn.window.figure}
        aria-describedby={id}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        onKeyDown={onKeyDown}
      >
        {Array.from({ length: GRID.height * GRID.width }, (_, cell) => {
          const y = Math.floor(cell / GRID.width);
          const x = cell % GRID.width;
          const inWindow = y >= top && y < top + SIDE && x >= left && x < left + SIDE;
          const state =
            cell === target
              ? 'target'
              : cell < target
                ? inWindow
                  ? 'seen'
                  : 'laid'
                : inWindow
                  ? 'ahead'
                  : 'empty';
          return (
            <rect
              key={cell}
              data-state={state}
              x={x * CELL}
              y={y * CELL}
              width={CELL - 1.5}
              height={CELL - 1.5}
              rx="1.2"
            />
          );
        })}
        <rect
          className="window-outline"
          x={left * CELL - 0.75}
          y={top * CELL - 0.75}
          width={SIDE * CELL}
          height={SIDE * CELL}
          rx="2"
        />
      </svg>
      <div className="figure-controls">
        <label>
          {t.learn.window.mode}{' '}
          <select value={mode} onChange={(event) => setMode(event.target.value as WindowMode)}>
            {WINDOW_MODES.map((value) => (
              <option key={value} value={value}>
                {t.settings.windows[value]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <figcaption>
        <span id={id} aria-live="polite">
          {t.learn.window.said(row, column, seen)}
        </span>{' '}
        {t.learn.window.cost(
          t.learn.window.count(positions),
          mode === 'exact' ? '' : t.learn.window.ratio(ratio),
        )}
      </figcaption>
    </figure>
  );
}
