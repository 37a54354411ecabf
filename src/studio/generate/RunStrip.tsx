import { useEffect, useRef } from 'react';

import { Placeholders } from '../controls/Placeholders.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { ResultSurface } from './resultSurface.ts';
import { MOST_KEPT, showRun, type ShownRun } from './runStore.ts';
import { useAtlasOf } from './useAtlasOf.ts';

const THUMBNAIL_WIDTH = 184;

/** Runs to look at again: those of this visit, then the recorded ones. */
export function RunStrip() {
  const { runs, player } = useStudio();
  const t = text().result;
  const kept = useFrom(
    (studio) => studio.runs,
    (state) => state.kept,
  );
  const shownId = useFrom(
    (studio) => studio.runs,
    (state) => state.shown?.id,
  );
  const busy = useFrom(
    (studio) => studio.runs,
    (state) => state.running !== null,
  );
  const awaited = useFrom(
    (studio) => studio.runs,
    (state) => Math.min(state.awaited, MOST_KEPT - state.kept.length),
  );
  if (kept.length === 0 && awaited <= 0) return null;
  return (
    <div className="strip-block">
      <h3 id="runs-title">{t.runs}</h3>
      <ul className="strip" aria-labelledby="runs-title">
        {kept.map((run, place) => (
          // By place: a new run changes what the places show, and moves none of them.
          <li key={place}>
            <button
              type="button"
              className="strip-item"
              title={run.source === 'recorded' ? taskOf(run) : undefined}
              aria-label={t.showRun(run.source === 'recorded', taskOf(run), run.modelName, run.seed)}
              aria-current={run.id === shownId}
              disabled={busy}
              onClick={() => {
                player.pause();
                showRun(runs, run);
              }}
            >
              <RunThumbnail run={run} />
              <span>{run.source === 'recorded' ? taskOf(run) : t.seed(run.seed)}</span>
            </button>
          </li>
        ))}
        <Placeholders from={kept.length} to={kept.length + awaited} />
      </ul>
    </div>
  );
}

/** What a run was asked for, in a word. */
function taskOf({ kept, record, condition }: ShownRun): string {
  const { result, settings } = text();
  if (kept) return result.completed;
  return settings.kinds[record?.settings.kind ?? condition?.kind ?? 'segmentation'];
}

function RunThumbnail({ run }: { readonly run: ShownRun }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const atlas = useAtlasOf(run);
  useEffect(() => {
    if (!canvas.current) return;
    const full = document.createElement('canvas');
    new ResultSurface(full).render(run, atlas, run.trace.count, false);
    canvas.current.width = THUMBNAIL_WIDTH;
    canvas.current.height = Math.round((THUMBNAIL_WIDTH * full.height) / full.width);
    const context = canvas.current.getContext('2d');
    if (!context) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(full, 0, 0, canvas.current.width, canvas.current.height);
  }, [run, atlas]);
  return <canvas ref={canvas} aria-hidden="true" />;
}
