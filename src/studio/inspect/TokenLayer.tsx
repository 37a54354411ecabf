import './inspect.css';
import { useEffect, useId, useRef } from 'react';

import { Application } from '../controls/Application.tsx';
import { oncePerFrame } from '../controls/oncePerFrame.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { drawLayer } from './drawLayer.ts';
import { listenForKeys } from './layerKeys.ts';
import { LayerPointer } from './layerPointer.ts';
import { TokenChip } from './TokenChip.tsx';
import { drawOf } from './tokenAt.ts';

/** The grid of tokens over the picture: what is under the pointer, overlays, and the keyboard's way through it. */
export function TokenLayer() {
  const studio = useStudio();
  const layer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hint = useId();
  const t = text().inspect;
  const isShown = useFrom(
    ({ runs }) => runs,
    ({ shown }) => shown !== null,
  );
  const tool = useFrom(
    ({ whatIfStore }) => whatIfStore,
    (state) => state.tool,
  );

  useEffect(() => {
    const element = layer.current;
    const surface = canvas.current;
    if (!element || !surface) return;
    const drawing = oncePerFrame(() => drawLayer(surface, studio, pointer));
    const pointer = new LayerPointer(element, studio, drawing.ask);
    const observer = new ResizeObserver(() => {
      surface.width = Math.round(element.clientWidth * devicePixelRatio);
      surface.height = Math.round(element.clientHeight * devicePixelRatio);
      drawing.ask();
    });
    observer.observe(element);
    const { runs, inspectStore, whatIfStore, sessionStore } = studio;
    const stops = [
      ...[runs, inspectStore, whatIfStore, sessionStore].map((store) => store.subscribe(drawing.ask)),
      listenForKeys(element, studio),
    ];
    return () => {
      drawing.stop();
      observer.disconnect();
      pointer.stop();
      stops.forEach((stop) => stop());
    };
  }, [studio, isShown]);

  if (!isShown) return null;
  return (
    <>
      <Application
        label={t.layer}
        ref={layer}
        className="token-layer"
        data-tool={tool}
        aria-roledescription={t.layerRole}
        aria-describedby={hint}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </Application>
      <p id={hint} className="visually-hidden">
        {t.layerHint}
      </p>
      <TokenChip />
      <CursorWords />
    </>
  );
}

/** The cell under the keys or the pointer, for screen readers. */
function CursorWords() {
  const cursor = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state.cursor,
  );
  const { shown, position } = useFrom(
    ({ runs }) => runs,
    (state) => state,
  );
  if (cursor === null || !shown) return <p className="visually-hidden" aria-live="polite" />;
  const { trace } = shown;
  const draw = drawOf(trace, cursor, position);
  const words = text().inspect.at(
    draw < 0 ? null : trace.tokens[draw],
    Math.floor(cursor / trace.width),
    cursor % trace.width,
  );
  return (
    <p className="visually-hidden" aria-live="polite">
      {words}
    </p>
  );
}
