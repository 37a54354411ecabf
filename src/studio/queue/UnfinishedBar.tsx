import './queue.css';
import { useStore } from 'zustand';

import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** A run that was cancelled, or that a reload cut off, can be gone on with: no token is drawn twice. */
export function UnfinishedBar() {
  const { runDrafts, queue, player } = useStudio();
  const unfinished = useStore(runDrafts.store, (state) => state.unfinished);
  const isListed = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.models.some(({ url }) => url === unfinished?.model.url),
  );
  const t = text().queue;
  if (!unfinished || !isListed) return null;
  const { model, request, drawn, total } = unfinished;
  return (
    <div className="unfinished">
      <p>{t.unfinished(model.name, drawn, total)}</p>
      <button
        type="button"
        className="button"
        onClick={() => {
          player.pause();
          queue.add([request], model);
        }}
      >
        {t.continue}
      </button>
      <button type="button" className="button" onClick={() => runDrafts.discard()}>
        {t.discard}
      </button>
    </div>
  );
}
