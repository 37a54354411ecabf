import './queue.css';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';

import { oncePerFrame } from '../controls/oncePerFrame.ts';
import { ResultSurface } from '../generate/resultSurface.ts';
import { showRun } from '../generate/runStore.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { keepSample } from './keepSample.ts';
import type { Sample } from './runQueue.ts';

/** Samples of consecutive seeds side by side as they are drawn; one of them can be kept. */
export function ContactSheet() {
  const studio = useStudio();
  const { queue } = studio;
  const batch = useStore(queue.store, (state) => state.batch);
  const busy = useStore(queue.store, (state) => state.running !== null);
  const shownId = useFrom(
    ({ runs }) => runs,
    (state) => state.shown?.id,
  );
  const settingsAspect = useFrom(
    ({ settings }) => settings,
    ({ width, height }) => width / height,
  );
  const t = text().queue;
  if (!batch) return null;
  const drawn = batch.samples.find(({ run }) => run)?.run?.decoded;
  const aspect = drawn ? drawn.width / drawn.height : settingsAspect;
  const chosen = batch.samples.find(({ run }) => run && run.id === shownId) ?? null;
  return (
    <section className="contact-sheet" aria-label={t.sheet}>
      <div className="queue-head">
        <p>{t.sheetHelp}</p>
        <button
          type="button"
          className="button"
          aria-disabled={busy || !chosen}
          title={t.keepHelp}
          onClick={() => {
            if (!busy && chosen) keepSample(studio, batch, chosen);
          }}
        >
          {t.keep}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) queue.closeBatch();
          }}
        >
          {t.keepAll}
        </button>
      </div>
      <ul>
        {batch.samples.map((sample) => (
          <li key={sample.itemId}>
            <button
              type="button"
              className="sample"
              data-state={sample.state}
              aria-label={t.sample(sample.seed, sample.state)}
              aria-current={sample === chosen}
              disabled={busy || !sample.run}
              style={{ aspectRatio: aspect }}
              onClick={() => {
                studio.player.pause();
                if (sample.run) showRun(studio.runs, sample.run);
              }}
            >
              <SampleCanvas sample={sample} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The finished picture, or the one that is being drawn, at most once a frame. */
function SampleCanvas({ sample }: { readonly sample: Sample }) {
  const { runs, sessionStore } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { state, run } = sample;
  useEffect(() => {
    if (!canvas.current) return;
    const surface = new ResultSurface(canvas.current);
    const draw = () => {
      const { shown, running } = runs.getState();
      const live = state === 'running' && running ? shown : null;
      const drawn = run ?? live;
      if (drawn)
        surface.render(drawn, drawn.atlas ?? sessionStore.getState().atlas, drawn.trace.count, live !== null);
    };
    draw();
    if (state !== 'running') return;
    const drawing = oncePerFrame(draw);
    const stop = runs.subscribe(drawing.ask);
    return () => {
      drawing.stop();
      stop();
    };
  }, [runs, sessionStore, state, run]);
  return <canvas ref={canvas} aria-hidden="true" />;
}
