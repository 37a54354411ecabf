import { useEffect, useRef } from 'react';

import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** Share of the width that a side needs to be named. */
const LEAST_LABELLED = 0.14;

/** The run before the edits, at the left of a divider that is dragged over the picture. */
export function BeforeAfter() {
  const { whatIf } = useStudio();
  const t = text().whatIf;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { before, compare } = useFrom(
    ({ whatIfStore }) => whatIfStore,
    (state) => state,
  );
  const picture = before?.decoded;
  const isShown = compare !== null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !picture) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    context.drawImage(picture, 0, 0);
  }, [picture, isShown]);
  if (!picture || compare === null) return null;
  return (
    <div className="before-after" style={{ '--at': `${compare * 100}%` } as React.CSSProperties}>
      <canvas ref={canvas} aria-hidden="true" />
      <span className="before-after-line" />
      {compare > LEAST_LABELLED && (
        <span className="before-after-word" data-side="left">
          {t.before}
        </span>
      )}
      {compare < 1 - LEAST_LABELLED && (
        <span className="before-after-word" data-side="right">
          {t.now}
        </span>
      )}
      <input
        type="range"
        aria-label={t.compareAt}
        min={0}
        max={1}
        step={0.005}
        value={compare}
        onChange={(event) => whatIf.set({ compare: Number(event.target.value) })}
      />
    </div>
  );
}
