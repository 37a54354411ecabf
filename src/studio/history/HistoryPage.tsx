import './history.css';
import { useDeferredValue, useId, useState } from 'react';
import { useStore } from 'zustand';

import { Icon } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import { pickFiles } from '../files/pickFiles.ts';
import { linkTo } from '../shell/routes.ts';
import { useStudio } from '../useStudio.ts';
import { matchesQuery } from './entry.ts';
import { HistoryCard } from './HistoryCard.tsx';
import { MOST_HISTORY_BYTES } from './runHistory.ts';

/** Every finished run, to find again, open, vary, star and delete. */
export function HistoryPage() {
  const { history, historyFlow, intake } = useStudio();
  const { entries, phase } = useStore(history.store);
  const [typed, setTyped] = useState('');
  const [onlyStarred, setOnlyStarred] = useState(false);
  const query = useDeferredValue(typed.trim());
  const id = useId();
  const t = text().history;
  const found = entries.filter((entry) => (entry.starred || !onlyStarred) && matchesQuery(entry, query));
  return (
    <section className="history" aria-label={t.title}>
      <h1>{t.title}</h1>
      <p className="history-intro">{t.intro}</p>
      <Storage />
      <div className="history-tools">
        <label className="visually-hidden" htmlFor={id}>
          {t.search}
        </label>
        <input
          id={id}
          type="search"
          className="text-input history-search"
          placeholder={t.searchHint}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button
          type="button"
          className="button"
          aria-pressed={onlyStarred}
          onClick={() => setOnlyStarred(!onlyStarred)}
        >
          <Icon name={onlyStarred ? 'starred' : 'star'} />
          {t.onlyStarred}
        </button>
        <span className="history-space" />
        <button
          type="button"
          className="button"
          aria-disabled={entries.length === 0}
          onClick={() => entries.length > 0 && void historyFlow.export()}
        >
          {t.export}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => pickFiles((files) => void intake.open(files))}
        >
          {t.import}
        </button>
      </div>
      <ul className="history-grid" aria-label={t.list}>
        {found.map((entry) => (
          <HistoryCard key={entry.id} entry={entry} />
        ))}
      </ul>
      {phase === 'ready' && entries.length === 0 && (
        <div className="history-none">
          <h2>{t.emptyTitle}</h2>
          <p>{t.empty}</p>
          <a className="button primary" href={linkTo('studio')}>
            {t.start}
          </a>
        </div>
      )}
      {entries.length > 0 && found.length === 0 && (
        <p className="history-none" role="status">
          {t.nothingFound(query.trim(), onlyStarred)}
        </p>
      )}
    </section>
  );
}

/** What the history takes, and what happens when it is full. */
function Storage() {
  const { history } = useStudio();
  const { entries, bytes, place } = useStore(history.store);
  const t = text().history;
  const words = t.used(bytes, MOST_HISTORY_BYTES, entries.length);
  return (
    <div className="history-storage">
      <div
        className="history-bar"
        role="meter"
        aria-label={t.bar}
        aria-valuemin={0}
        aria-valuemax={MOST_HISTORY_BYTES}
        aria-valuenow={bytes}
        aria-valuetext={words}
      >
        <div style={{ transform: `scaleX(${Math.min(1, bytes / MOST_HISTORY_BYTES)})` }} />
      </div>
      <p>
        {words}. {place === 'memory' ? t.inMemory : t.bound}
      </p>
    </div>
  );
}
