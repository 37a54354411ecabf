import './history.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';

import { text } from '../messages/text.ts';
import { linkTo } from '../shell/routes.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { Thumbnail } from './Thumbnail.tsx';

const MOST_SHOWN = 8;

/** Runs of earlier visits, quietly below those of this one. */
export function HistoryStrip() {
  const { history, historyFlow } = useStudio();
  const entries = useStore(history.store, (state) => state.entries);
  const busy = useFrom(
    (studio) => studio.runs,
    (state) => state.running !== null,
  );
  const kept = useFrom(
    (studio) => studio.runs,
    (state) => state.kept,
  );
  const t = text().history;
  // Those of this visit are in the strip above.
  const earlier = useMemo(() => {
    const above = new Set(history.idsOf(kept));
    return entries.filter(({ id }) => !above.has(id));
  }, [history, entries, kept]);
  if (entries.length === 0) return null;
  return (
    <div className="strip-block history-strip">
      <div className="history-strip-head">
        <h3 id="history-strip-title">{earlier.length > 0 ? t.earlier : t.title}</h3>
        <a href={linkTo('history')}>{t.all(entries.length)}</a>
      </div>
      <ul className="strip" aria-labelledby="history-strip-title">
        {earlier.slice(0, MOST_SHOWN).map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className="strip-item"
              aria-label={t.open(entry.modelName, entry.seed)}
              disabled={busy}
              onClick={() => void historyFlow.restore(entry.id)}
            >
              <Thumbnail entry={entry} />
              <span>{t.seed(entry.seed)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
