import { useStore } from 'zustand';

import { Dialog } from '../controls/Dialog.tsx';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';

/** Asks before anything is fetched from a host that the page does not list. */
export function LinkDialog() {
  const { links } = useStudio();
  const asked = useStore(links.question, (state) => state.asked);
  const t = text().share;
  return (
    <Dialog title={t.hostTitle} open={asked !== null} onClose={() => asked && void links.answer(false)}>
      {asked && (
        <>
          <p>{t.hostText(asked.setup.model.name || asked.setup.model.id, asked.host)}</p>
          <p>{t.hostNote}</p>
          <div className="dialog-buttons">
            <button type="button" className="button" onClick={() => void links.answer(false)}>
              {t.hostRefuse}
            </button>
            <button type="button" className="button primary" onClick={() => void links.answer(true)}>
              {t.hostAccept(asked.host)}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
