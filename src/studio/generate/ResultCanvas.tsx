import { useEffect, useRef } from 'react';

import { oncePerFrame } from '../controls/oncePerFrame.ts';
import { TokenLayer } from '../inspect/TokenLayer.tsx';
import { text } from '../messages/text.ts';
import { contextOf, windowAt } from '../replay/trace.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { BeforeAfter } from '../whatif/BeforeAfter.tsx';
import { LayoutOfRun } from './LayoutOfRun.tsx';
import { ResultSurface } from './resultSurface.ts';

export function ResultCanvas() {
  const studio = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const settingsAspect = useFrom(
    ({ settings }) => settings,
    (state) => state.width / state.height,
  );
  const aspect = shown ? shown.decoded.width / shown.decoded.height : settingsAspect;
  const t = text().result;

  // One drawing a frame at most, however many messages and ticks come in between.
  useEffect(() => {
    if (!canvas.current) return;
    const { runs, sessionStore, keyFrames } = studio;
    const surface = new ResultSurface(canvas.current);
    const draw = () => {
      const { shown: run, position, running } = runs.getState();
      if (!run) return;
      const atlas = run.atlas ?? sessionStore.getState().atlas;
      surface.render(run, atlas, position, running !== null, (rows) => keyFrames.at(run, rows));
    };
    const drawing = oncePerFrame(draw);
    const stops = [runs, sessionStore, keyFrames.store].map((store) => store.subscribe(drawing.ask));
    draw();
    return () => {
      drawing.stop();
      stops.forEach((stop) => stop());
    };
  }, [studio, aspect]);

  // The frame has the shape of the next picture, whatever is shown in it: nothing below moves when a run begins.
  return (
    <div className="stage result-frame" style={{ '--aspect': settingsAspect } as React.CSSProperties}>
      <div key={aspect} className="result-picture" style={{ '--picture': aspect } as React.CSSProperties}>
        <LayoutGhost />
        <canvas ref={canvas} role="img" aria-label={t.canvas} className="stage-canvas" />
        <LayoutOverlay />
        <WindowOutline />
        <TokenLayer />
        <BeforeAfter />
      </div>
      {!shown && (
        <div className="stage-empty" aria-hidden="true">
          <p className="stage-empty-title">{t.emptyTitle}</p>
          <p>{t.emptyText}</p>
        </div>
      )}
    </div>
  );
}

/** What is not laid yet lets the layout shine through: the picture grows out of it. */
function LayoutGhost() {
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const ahead = useFrom(
    ({ runs }) => runs,
    (state) => state.shown !== null && state.position < state.shown.trace.cells.length,
  );
  return <LayoutOfRun run={shown} className="layout-ghost" hidden={!ahead} />;
}

/** The layout over the picture, to compare. */
function LayoutOverlay() {
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const overlay = useFrom(
    ({ runs }) => runs,
    (state) => state.overlay,
  );
  return <LayoutOfRun run={shown} opacity={overlay} hidden={overlay === 0} />;
}

/** Where the transformer looks, and the token it laid last. */
function WindowOutline() {
  const { shown, position } = useFrom(
    ({ runs }) => runs,
    (state) => state,
  );
  if (!shown || position === 0 || position >= shown.trace.cells.length) return null;
  const { trace, decoded } = shown;
  const window = windowAt(trace, position - 1);
  if (!window) return null;
  const side = trace.downsampling;
  const cell = trace.cells[position - 1];
  const rect = {
    x: window.left * side,
    y: window.top * side,
    width: window.width * side,
    height: Math.min(window.height * side, decoded.height - window.top * side),
  };
  return (
    <svg className="stage-overlay" viewBox={`0 0 ${decoded.width} ${decoded.height}`} aria-hidden="true">
      <path className="window-context" d={contextPath(contextOf(trace, position - 1), trace.width, side)} />
      <rect className="window-halo" {...rect} />
      <rect className="window-line" {...rect} />
      <rect
        className="window-cell"
        x={(cell % trace.width) * side}
        y={Math.floor(cell / trace.width) * side}
        width={side}
        height={side}
      />
    </svg>
  );
}

/** One square a cell, in pixels of the picture. */
function contextPath(cells: readonly number[], width: number, side: number): string {
  return cells
    .map((cell) => `M${(cell % width) * side} ${Math.floor(cell / width) * side}h${side}v${side}h${-side}z`)
    .join('');
}
