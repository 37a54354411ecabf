import { useStore } from 'zustand';

import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';

/** How much this site keeps in the browser, how much it still may, and whether the browser promised to keep it. */
export function StoragePanel() {
  const t = text().library;
  const { shelf } = useStudio().library;
  const { usedBytes, quotaBytes, persisted, persistenceDenied } = useStore(shelf.store);
  if (usedBytes === null || !quotaBytes) return null;
  const share = Math.min(1, usedBytes / quotaBytes);
  return (
    <section className="storage-panel" aria-labelledby="storage-title">
      <div className="storage-head">
        <h2 id="storage-title">{t.storageTitle}</h2>
        <p>
          {t.storageUsed(usedBytes)} · {t.storageFree(Math.max(0, quotaBytes - usedBytes))}
        </p>
      </div>
      <div
        className="storage-bar"
        role="meter"
        aria-label={t.storageBar}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={t.storageUsed(usedBytes)}
      >
        <div style={{ transform: `scaleX(${share})` }} />
      </div>
      {persisted !== null && (
        <div className="storage-promise">
          <p role="status">
            {persisted ? t.persistent : persistenceDenied ? t.persistDenied : t.notPersistent}
          </p>
          {!persisted && (
            <button type="button" className="button" onClick={() => void shelf.persist()}>
              {t.persist}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
