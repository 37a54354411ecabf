import './library.css';
import { useEffect } from 'react';
import { useStore } from 'zustand';

import { ErrorNote } from '../controls/ErrorNote.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { DropArea } from './DropArea.tsx';
import { ImportList } from './ImportList.tsx';
import { ImportSheet } from './ImportSheet.tsx';
import { ModelCard } from './ModelCard.tsx';
import { OpenPanel } from './OpenPanel.tsx';
import { StoragePanel } from './StoragePanel.tsx';

export function LibraryPage() {
  const t = text().library;
  const { shelf, flow } = useStudio().library;
  const models = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.models,
  );
  const { stored, refused } = useStore(shelf.store);
  // a model that was loaded meanwhile has been stored
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  useEffect(() => {
    void shelf.visit();
  }, [shelf, loaded]);
  return (
    <DropArea onFiles={(files) => void flow.openFiles(files)}>
      <section className="library" aria-label={t.region}>
        <h1>{t.title}</h1>
        <p className="library-intro">{t.intro}</p>
        <OpenPanel />
        <ImportList />
        <ul className="model-list">
          {models.map((model) => (
            <ModelCard
              key={model.url}
              model={model}
              stored={
                stored.find((one) => one.url === model.url || `stored:${one.key}` === model.url) ?? null
              }
            />
          ))}
        </ul>
        {models.length === 0 && (
          <div className="library-none">
            <h2>{t.noneTitle}</h2>
            <p>{t.none}</p>
          </div>
        )}
        {refused && <ErrorNote error={refused} />}
        <StoragePanel />
      </section>
      <ImportSheet />
    </DropArea>
  );
}
