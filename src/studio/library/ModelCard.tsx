import { useId, useState } from 'react';
import { useStore } from 'zustand';

import { downsampling } from '../../core/architecture.ts';
import type { StoredModel } from '../../store/modelStore.ts';
import { FactList } from '../controls/FactList.tsx';
import { LoadingLine } from '../generate/LoadingLine.tsx';
import { text } from '../messages/text.ts';
import type { ModelEntry } from '../session/models.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { CheckLine } from './CheckLine.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';

interface ModelCardProps {
  readonly model: ModelEntry;
  readonly stored: StoredModel | null;
}

export function ModelCard({ model, stored }: ModelCardProps) {
  const t = text().library;
  const { session, library } = useStudio();
  const [asked, setAsked] = useState(false);
  const titleId = useId();
  const phase = useFrom(
    (studio) => studio.sessionStore,
    (state) => (state.model?.url === model.url ? state.phase : null),
  );
  const check = useStore(library.shelf.store, ({ checks }) => (stored ? checks[stored.key] : undefined));
  const isLoading = phase === 'loading';
  return (
    <li className="model-card">
      <div className="model-head">
        <h2 id={titleId}>{model.name}</h2>
        {phase === 'ready' && <span className="tag">{t.inUse}</span>}
        {isLoading && <span className="tag">{t.loading}</span>}
        <div className="model-buttons">
          {phase !== 'ready' && !isLoading && (
            <button
              type="button"
              className="button"
              aria-describedby={titleId}
              onClick={() => void session.open(model)}
            >
              {t.open}
            </button>
          )}
          {stored && (
            <>
              <button
                type="button"
                className="button"
                aria-describedby={titleId}
                aria-disabled={check?.state === 'running'}
                onClick={() => check?.state !== 'running' && void library.shelf.verify(stored)}
              >
                {t.verify}
              </button>
              <button
                type="button"
                className="button"
                aria-describedby={titleId}
                onClick={() => setAsked(true)}
              >
                {t.delete}
              </button>
            </>
          )}
        </div>
      </div>
      {model.description && <p className="model-description">{model.description}</p>}
      {isLoading && <LoadingLine />}
      <Facts model={model} stored={stored} />
      {check && stored && <CheckLine check={check} isImported={stored.url === null} />}
      {stored && <DeleteDialog stored={stored} open={asked} onClose={() => setAsked(false)} />}
    </li>
  );
}

/** What the site's list, the storage and the loaded model tell; whatever is not known is left out. */
function Facts({ model, stored }: ModelCardProps) {
  const t = text().library;
  const kinds = text().settings.kinds as Record<string, string>;
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => (state.model?.url === model.url ? state.loaded : null),
  );
  const manifest = loaded?.manifest ?? stored?.manifest;
  const transformer = manifest?.transformer;
  const image = manifest?.imageStage;
  const license = [model.license, manifest?.license].find((one) => one && one !== 'unknown');
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    [t.conditions, model.kinds.map((kind) => kinds[kind] ?? kind).join(', ')],
    [t.parameters, model.parameters ? t.parameterCount(model.parameters) : null],
    [
      t.architecture,
      transformer
        ? t.network(transformer.layers, transformer.width, transformer.heads)
        : manifest && t.noTransformer,
    ],
    ['', image && t.codebook(image.codes, downsampling(image))],
    [t.trainedOn, manifest?.trainedOn === 'unknown' ? null : manifest?.trainedOn],
    [t.source, stored?.url === null ? stored.manifest.source : null],
    [t.license, license ?? t.unknown],
    [t.kept, whereKept(model, stored, loaded?.storage === 'memory')],
  ];
  return <FactList facts={facts.filter(([, value]) => value)} />;
}

function whereKept(model: ModelEntry, stored: StoredModel | null, inMemory: boolean): string {
  const t = text().library;
  if (inMemory) return t.inMemory(model.bytes);
  if (!stored || stored.storedBytes === 0) return model.bytes > 0 ? t.notStored(model.bytes) : t.sizeUnknown;
  const { storedBytes, totalBytes, manifest, url } = stored;
  if (storedBytes === totalBytes) return t.stored(totalBytes, manifest.dtype);
  return url === null
    ? t.incomplete(storedBytes, totalBytes)
    : t.partlyStored(storedBytes, totalBytes, manifest.dtype);
}
