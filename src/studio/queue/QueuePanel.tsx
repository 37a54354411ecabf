import './queue.css';
import { useStore } from 'zustand';

import { Icon, type IconName } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import type { QueueItem } from './runQueue.ts';

/** The runs that wait, in their order. Nothing is shown while none does. */
export function QueuePanel() {
  const { queue } = useStudio();
  const { waiting, paused } = useStore(queue.store);
  const t = text().queue;
  if (waiting.length === 0) return null;
  return (
    <section className="queue" aria-label={t.region}>
      <div className="queue-head">
        <p role="status">{paused ? t.paused : t.waiting(waiting.length)}</p>
        {paused && (
          <button type="button" className="button" onClick={() => queue.resume()}>
            {t.resume}
          </button>
        )}
        <button type="button" className="button" onClick={() => queue.clear()}>
          {t.clear}
        </button>
      </div>
      <ol>
        {waiting.map((item, at) => (
          <QueueRow key={item.id} item={item} first={at === 0} last={at === waiting.length - 1} />
        ))}
      </ol>
    </section>
  );
}

interface QueueRowProps {
  readonly item: QueueItem;
  readonly first: boolean;
  readonly last: boolean;
}

function QueueRow({ item, first, last }: QueueRowProps) {
  const { queue } = useStudio();
  const t = text().queue;
  const { id, model, request } = item;
  const { seed } = request.sampling;
  const words = t.item(model.name, seed, request.width, request.height);
  const button = (label: string, icon: IconName, disabled: boolean, onClick: () => void) => (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <li>
      <span title={words}>{words}</span>
      {button(t.earlier(seed), 'up', first, () => queue.move(id, -1))}
      {button(t.later(seed), 'more', last, () => queue.move(id, 1))}
      {button(t.remove(seed), 'close', false, () => queue.remove(id))}
    </li>
  );
}
