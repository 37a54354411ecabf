import { useStore } from 'zustand';

import { Dialog } from '../controls/Dialog.tsx';
import { ErrorNote } from '../controls/ErrorNote.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import { FoundView } from './FoundView.tsx';
import type { Sheet } from './importFlow.ts';
import { PICKED_TYPES } from './pickedFiles.ts';

/** What was found in the files, what it will take, and what is still to be decided. */
export function ImportSheet() {
  const { flow } = useStudio().library;
  const sheet = useStore(flow.store, (state) => state.sheet);
  return (
    <Dialog title={sheet ? titleOf(sheet) : ''} open={sheet !== null} onClose={() => flow.close()}>
      {sheet && <Body sheet={sheet} />}
    </Dialog>
  );
}

function titleOf(sheet: Sheet): string {
  const t = text().imports;
  switch (sheet.step) {
    case 'host':
      return t.hostTitle;
    case 'reading':
      return t.readingTitle;
    case 'refused':
      return t.refusedTitle;
    case 'found':
      return t.foundTitle;
  }
}

function Body({ sheet }: { readonly sheet: Sheet }) {
  const t = text().imports;
  const { flow } = useStudio().library;
  switch (sheet.step) {
    case 'host':
      return (
        <>
          <p>{t.hostText(sheet.host)}</p>
          <p>{t.hostNote}</p>
          <p className="sheet-file">{sheet.url}</p>
          <div className="dialog-buttons">
            <button type="button" className="button" onClick={() => flow.close()}>
              {t.hostRefuse}
            </button>
            <button type="button" className="button primary" onClick={() => void flow.fetchFolder(sheet.url)}>
              {t.hostAccept(sheet.host)}
            </button>
          </div>
        </>
      );
    case 'reading':
      return (
        <>
          <p className="sheet-file">{sheet.title}</p>
          <ProgressBar label={t.reading} value={null} valueText={t.reading} />
          <div className="dialog-buttons">
            <button type="button" className="button" onClick={() => flow.close()}>
              {text().actions.cancel}
            </button>
          </div>
        </>
      );
    case 'refused':
      return (
        <>
          <p className="sheet-file">{sheet.title}</p>
          <ErrorNote error={sheet.error} />
          <div className="dialog-buttons">
            <button type="button" className="button" onClick={() => flow.close()}>
              {sheet.before ? t.back : text().actions.dismiss}
            </button>
            {!sheet.before && (
              <FileButton
                accept={PICKED_TYPES}
                multiple
                label={t.chooseOther}
                primary
                onFiles={(files) => void flow.openFiles(files)}
              />
            )}
          </div>
        </>
      );
    case 'found':
      return <FoundView sheet={sheet} />;
  }
}
