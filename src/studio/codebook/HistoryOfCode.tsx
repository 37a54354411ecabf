import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';

import '../history/history.css';
import { Thumbnail } from '../history/Thumbnail.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { usesInHistory } from './historyUses.ts';

const MOST_SHOWN = 6;

/** Pictures of this browser's history that have a code; a press opens one. */
export function HistoryOfCode({ code, model }: { readonly code: number; readonly model: string }) {
  const t = text().codebook.card;
  const { history, historyUses, historyFlow } = useStudio();
  const entries = useStore(history.store, (state) => state.entries);
  const known = useStore(historyUses.store, (state) => state.known);
  const hash = useFrom(
    (studio) => studio.sessionStore,
    ({ loaded }) => (loaded?.manifest.id === model ? loaded.hash : null),
  );
  useEffect(() => void historyUses.read(), [historyUses, entries]);
  const { uses, pictures } = useMemo(
    () => usesInHistory(entries, known, { id: model, hash }, code),
    [entries, known, model, hash, code],
  );
  if (pictures === 0) return null;
  return (
    <section>
      <h3>
        {t.history} <small>{t.historyOf(uses.length, pictures)}</small>
      </h3>
      {uses.length > 0 && (
        <ul className="code-history">
          {uses.slice(0, MOST_SHOWN).map(({ entry, times }) => (
            <li key={entry.id}>
              <button
                type="button"
                aria-label={`${t.times(times)}: ${text().history.open(entry.modelName, entry.seed)}`}
                title={text().history.open(entry.modelName, entry.seed)}
                onClick={() => void historyFlow.restore(entry.id)}
              >
                <Thumbnail entry={entry} />
                <small>{t.times(times)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
