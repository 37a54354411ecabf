import { useStore } from 'zustand';

import { Dialog } from '../controls/Dialog.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { otherLabel } from './palette.ts';

/** Asks about label ids that the model does not know. Closing it leaves everything as it was. */
export function ImportDialog() {
  const { importer } = useStudio();
  const asked = useStore(importer.question, (state) => state.asked);
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  const other = otherLabel(labels);
  const t = text().importDialog;
  return (
    <Dialog title={t.title} open={asked !== null} onClose={() => importer.refuse()}>
      {asked && (
        <>
          <p>{t.unknown(asked.fileName, asked.unknown)}</p>
          <p>{other ? t.mapToOther(other.name) : t.leave}</p>
          <div className="dialog-buttons">
            <button type="button" className="button" onClick={() => importer.refuse()}>
              {t.refuse}
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => importer.accept(other?.id ?? null)}
            >
              {other ? t.accept(other.name) : t.acceptUnpainted}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
