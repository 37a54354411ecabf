import { useState } from 'react';

import { RangeInput } from '../controls/RangeInput.tsx';
import { LayoutOfRun } from '../generate/LayoutOfRun.tsx';
import type { ShownRun } from '../generate/runStore.ts';
import { useRunCanvas } from '../generate/useRunCanvas.ts';
import { text } from '../messages/text.ts';
import { useFigureRun } from './useFigureRun.ts';

/** A run that the reader moves through. */
export function OrderFigure() {
  const run = useFigureRun();
  if (run === null) return null;
  return (
    <figure className="learn-figure">{run ? <Scrub run={run} /> : <div className="figure-wait" />}</figure>
  );
}

function Scrub({ run }: { readonly run: ShownRun }) {
  const t = text();
  const { trace, decoded } = run;
  const [position, setPosition] = useState(Math.round(trace.count * 0.45));
  const canvas = useRunCanvas(run, position);
  return (
    <>
      <div className="comparison" style={{ aspectRatio: decoded.width / decoded.height }}>
        <LayoutOfRun run={run} className="layout-ghost" />
        <canvas ref={canvas} role="img" aria-label={t.learn.order.figure} />
      </div>
      <RangeInput
        aria-label={t.learn.order.position}
        aria-valuetext={t.timeline.valueText(position, trace.count)}
        value={position}
        range={{ least: 0, most: trace.count, step: 1 }}
        onChange={setPosition}
      />
      <figcaption>{t.timeline.valueText(position, trace.count)}</figcaption>
    </>
  );
}
