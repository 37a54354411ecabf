import { useId, useState } from 'react';
import { useStore } from 'zustand';

import { ErrorNote } from '../controls/ErrorNote.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import { PICKED_TYPES } from './pickedFiles.ts';

/** Files or an address. Nothing is fetched before the button is pressed. */
export function OpenPanel() {
  const t = text().imports;
  const { flow } = useStudio().library;
  const error = useStore(flow.store, (state) => state.addressError);
  const [address, setAddress] = useState('');
  const id = useId();
  return (
    <section className="open-panel" aria-label={t.title}>
      <div className="open-files">
        <FileButton
          accept={PICKED_TYPES}
          multiple
          label={t.open}
          primary
          onFiles={(files) => void flow.openFiles(files)}
        />
        <p>{t.formats}</p>
      </div>
      <form
        className="open-address"
        onSubmit={(event) => {
          event.preventDefault();
          void flow.openAddress(address);
        }}
      >
        <label htmlFor={id}>{t.url}</label>
        <div className="open-address-row">
          <input
            id={id}
            type="text"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="text-input"
            placeholder={t.urlExample}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
          <button type="submit" className="button">
            {t.openUrl}
          </button>
        </div>
      </form>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
