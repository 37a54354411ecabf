import './codebook.css';
import { useState } from 'react';

import { text } from '../messages/text.ts';
import { useFrom } from '../useStudio.ts';
import { CodebookGrid } from './CodebookGrid.tsx';
import { EntryCard } from './EntryCard.tsx';
import { useAtlas } from './useAtlas.ts';

export function CodebookPage() {
  const t = text().codebook;
  const atlas = useAtlas();
  const [selected, setSelected] = useState(0);
  const [side, setSide] = useState(32);
  const { loaded, model } = useFrom(
    (studio) => studio.sessionStore,
    (state) => state,
  );
  const codes = Math.min(loaded?.manifest.imageStage?.codes ?? Infinity, atlas?.count ?? 0);
  const name = loaded?.manifest.name ?? model?.name ?? '';
  return (
    <section className="codebook" aria-label={t.region}>
      <div className="codebook-main">
        <div className="codebook-head">
          <div>
            <h1>{t.title}</h1>
            <p>{atlas ? t.intro(codes, name) : t.empty}</p>
          </div>
          <label className="codebook-zoom">
            <span>{t.zoom}</span>
            <input
              type="range"
              min={20}
              max={72}
              step={4}
              value={side}
              style={{ '--filled': `${((side - 20) / 52) * 100}%` } as React.CSSProperties}
              onChange={(event) => setSide(Number(event.target.value))}
            />
          </label>
        </div>
        {atlas && (
          <CodebookGrid atlas={atlas} count={codes} side={side} selected={selected} onSelect={setSelected} />
        )}
      </div>
      {atlas && (
        <EntryCard atlas={atlas} count={codes} code={Math.min(selected, codes - 1)} onSelect={setSelected} />
      )}
    </section>
  );
}
