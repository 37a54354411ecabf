import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';

import { Application } from '../controls/Application.tsx';
import { ARROW_STEPS } from '../controls/arrowKeys.ts';
import { oncePerFrame } from '../controls/oncePerFrame.ts';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import { drawRelief, RELIEF_START, type ReliefView, turned } from './relief.ts';

/** Canvas pixels; the page shows it smaller, so that edges are smooth. */
const SIZE = 560;
/** Radians per page pixel, and per press of a key. */
const PER_PIXEL = 0.009;
const PER_KEY = Math.PI / 36;
const OPENING_MS = 700;

/** The depth map in space, turned by dragging or by arrow keys. */
export function ReliefPreview() {
  const { desk } = useStudio();
  const t = text().conditions.depth;
  const canvas = useRef<HTMLCanvasElement>(null);
  const help = useId();
  const view = useRef<ReliefView>(RELIEF_START);
  const dragged = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const redraw = useRef<() => void>(() => undefined);
  const [said, setSaid] = useState('');

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const drawing = oncePerFrame(() => drawRelief(context, desk.depth.raster, view.current));
    redraw.current = drawing.ask;
    const stop = desk.depth.onChange(drawing.ask);
    const closing = turnIn((now) => {
      view.current = now;
      drawing.ask();
    });
    return () => {
      stop();
      closing();
      drawing.stop();
    };
  }, [desk]);

  const turn = (by: ReliefView) => {
    view.current = turned(view.current, by);
    redraw.current();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ARROW_STEPS[event.key];
    if (!step && event.key !== 'Home') return;
    event.preventDefault();
    if (step) turn({ yaw: step[0] * PER_KEY, pitch: step[1] * PER_KEY });
    else {
      view.current = RELIEF_START;
      redraw.current();
    }
    const degrees = (radians: number) => Math.round((180 * radians) / Math.PI);
    setSaid(t.turnedTo(degrees(view.current.yaw), degrees(view.current.pitch)));
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!dragged.current) return;
    const { x, y } = dragged.current;
    dragged.current = { x: event.clientX, y: event.clientY };
    turn({ yaw: (event.clientX - x) * PER_PIXEL, pitch: (event.clientY - y) * PER_PIXEL });
  };
  return (
    <div className="relief">
      <Application
        label={t.relief}
        aria-describedby={help}
        className="relief-stage"
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0 || !event.isPrimary) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => (dragged.current = null)}
        onPointerCancel={() => (dragged.current = null)}
      >
        <canvas ref={canvas} width={SIZE} height={SIZE} role="img" aria-label={t.reliefPicture} />
      </Application>
      <p id={help} className="condition-note">
        {t.reliefHelp}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </div>
  );
}

/** Turns from the front into the first view, at once for those who want no motion. @returns how to stop */
function turnIn(show: (view: ReliefView) => void): () => void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    show(RELIEF_START);
    return () => undefined;
  }
  let frame = 0;
  const began = performance.now();
  const step = (now: number) => {
    const share = Math.min(1, Math.max(0, (now - began) / OPENING_MS));
    const eased = 1 - (1 - share) ** 3;
    show({ yaw: eased * RELIEF_START.yaw, pitch: eased * RELIEF_START.pitch });
    if (share < 1) frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
