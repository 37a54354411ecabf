import { Dialog } from '../controls/Dialog.tsx';
import { text } from '../messages/text.ts';
import type { StoredModel } from '../../store/modelStore.ts';
import { tellError } from '../shell/noticeStore.ts';
import { useStudio } from '../useStudio.ts';

interface DeleteDialogProps {
  readonly stored: StoredModel;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DeleteDialog({ stored, open, onClose }: DeleteDialogProps) {
  const t = text().library;
  const { library, notices } = useStudio();
  const remove = () => {
    onClose();
    library.shelf.remove(stored).catch((error: unknown) => tellError(notices, error));
  };
  return (
    <Dialog title={t.deleteTitle(stored.manifest.name)} open={open} onClose={onClose}>
      <p>{t.deleteText(stored.storedBytes)}</p>
      <p>{stored.url === null ? t.deleteImport : t.deleteDownload}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {t.keep}
        </button>
        <button type="button" className="button danger" onClick={remove}>
          {t.delete}
        </button>
      </div>
    </Dialog>
  );
}
