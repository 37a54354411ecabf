import './library.css';
import { useEffect, useState } from 'react';

import { text } from '../messages/text.ts';
import type { ModelEntry } from '../session/models.ts';
import { useFrom, useStudio } from '../useStudio.ts';

interface Estimate {
  readonly usage: number;
  readonly quota: number;
}

function useStorageEstimate(): Estimate | null {
  const [estimate, setEstimate] = useState<Estimate | null>(null);
  useEffect(() => {
    // Absent outside of secure contexts and in old browsers; then the line is left out.
    void navigator.storage?.estimate?.().then(({ usage, quota }) => {
      if (usage !== undefined && quota) setEstimate({ usage, quota });
    });
  }, []);
  return estimate;
}

export function LibraryPage() {
  const t = text().library;
  const models = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.models,
  );
  const estimate = useStorageEstimate();
  return (
    <section className="library" aria-label={t.region}>
      <h1>{t.title}</h1>
      <p className="library-intro">{t.intro}</p>
      <ul className="model-list">
        {models.map((model) => (
          <ModelCard key={model.url} model={model} />
        ))}
      </ul>
      {models.length === 0 && <p>{t.none}</p>}
      {estimate && <p className="library-quota">{t.quota(estimate.usage, estimate.quota)}</p>}
    </section>
  );
}

function ModelCard({ model }: { readonly model: ModelEntry }) {
  const t = text().library;
  const kinds = text().settings.kinds as Record<string, string>;
  const { session } = useStudio();
  const state = useFrom(
    (studio) => studio.sessionStore,
    (value) => value,
  );
  const chosen = state.model?.url === model.url;
  const loaded = chosen ? state.loaded : null;
  const transformer = loaded?.manifest.transformer;
  const image = loaded?.manifest.imageStage;
  const facts: readonly (readonly [string, string | null])[] = [
    [t.size, model.bytes > 0 ? t.bytes(model.bytes) : null],
    [t.parameters, model.parameters ? t.parameterCount(model.parameters) : null],
    [t.conditions, model.kinds.map((kind) => kinds[kind] ?? kind).join(', ') || null],
    [
      t.architecture,
      transformer ? t.network(transformer.layers, transformer.width, transformer.heads) : null,
    ],
    ['', image && loaded ? t.codebook(image.codes, loaded.downsampling) : null],
    [t.trainedOn, loaded?.manifest.trainedOn || null],
    [t.license, model.license || loaded?.manifest.license || t.unknown],
    [t.storage, loaded ? t.storages[loaded.storage] : t.notLoaded],
  ];
  return (
    <li className="model-card">
      <div className="model-head">
        <h2>{model.name}</h2>
        {chosen ? (
          <span className="tag">{loaded ? t.inUse : t.opened}</span>
        ) : (
          <button type="button" className="button" onClick={() => void session.open(model)}>
            {t.use}
          </button>
        )}
      </div>
      {model.description && <p className="model-description">{model.description}</p>}
      <dl>
        {facts.map(([name, value], i) =>
          value ? (
            <div key={i}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </li>
  );
}
