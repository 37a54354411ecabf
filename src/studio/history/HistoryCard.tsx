import { Icon } from '../controls/Icon.tsx';
import { type MenuItem, MenuButton } from '../controls/MenuButton.tsx';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import type { HistoryEntry } from './entry.ts';
import { Thumbnail } from './Thumbnail.tsx';

/** A run of the history: its picture opens it. */
export function HistoryCard({ entry }: { readonly entry: HistoryEntry }) {
  const { history, historyFlow } = useStudio();
  const t = text().history;
  const { id, modelName, seed, width, height, createdAt, starred } = entry;
  const items: readonly MenuItem[] = [
    { id: 'restore', label: t.restore, note: t.notes.restore, onChoose: () => void historyFlow.restore(id) },
    { id: 'seed', label: t.reuseSeed, note: t.notes.reuseSeed, onChoose: () => historyFlow.reuseSeed(seed) },
    { id: 'vary', label: t.vary, note: t.notes.vary, onChoose: () => void historyFlow.vary(id) },
    { id: 'delete', label: t.delete, note: t.notes.delete, onChoose: () => void historyFlow.remove([id]) },
  ];
  return (
    <li className="history-card">
      <button
        type="button"
        className="history-picture"
        aria-label={t.open(modelName, seed)}
        onClick={() => void historyFlow.restore(id)}
      >
        <Thumbnail entry={entry} />
      </button>
      <div className="history-facts">
        <p className="history-seed">{t.seed(seed)}</p>
        <button
          type="button"
          className="icon-button"
          aria-pressed={starred}
          aria-label={t.star(seed)}
          title={t.star(seed)}
          onClick={() => void history.star(id, !starred)}
        >
          <Icon name={starred ? 'starred' : 'star'} />
        </button>
        <MenuButton label={t.more(modelName, seed)} icon="more" items={items} />
        <p className="history-line">
          {modelName} · {t.size(width, height)}
        </p>
        <p className="history-line">
          <time dateTime={new Date(createdAt).toISOString()}>{t.date(createdAt)}</time>
        </p>
      </div>
    </li>
  );
}
