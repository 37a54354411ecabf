import './reconstruct.css';
import { type DragEvent, useEffect, useState } from 'react';

import { ErrorNote } from '../controls/ErrorNote.tsx';
import { FileButton } from '../controls/FileButton.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { LONGEST_SIDES } from './bench.ts';
import { BlendPanel } from './BlendPanel.tsx';
import { Figures } from './Figures.tsx';

/** A photo, its tokens, what they decode to, and how far that is off. */
export function ReconstructPanel({ atlas }: { readonly atlas: Atlas | null }) {
  const t = text().codebook.bench;
  const { bench, codebook } = useStudio();
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  const { first, second, working, failure, longest } = useFrom(
    (studio) => studio.bench.store,
    (state) => state,
  );
  const hash = loaded?.hash ?? null;
  useEffect(() => void bench.follow(), [bench, hash]);
  const [over, setOver] = useState(false);
  const stage = loaded?.manifest.imageStage;
  if (!loaded || !stage) return <p className="bench-note">{t.needsModel}</p>;
  if (stage.segmentation || stage.inChannels !== 3) return <p className="bench-note">{t.notPhotos}</p>;
  const encoderBytes = loaded.manifest.files
    .filter(({ path }) => path.startsWith('image-encoder'))
    .reduce((sum, file) => sum + file.bytes, 0);
  const onDrag = (event: DragEvent, isOver: boolean) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(isOver);
  };
  const onDrop = (event: DragEvent) => {
    onDrag(event, false);
    const [one, other] = [...event.dataTransfer.files].filter(({ type }) => type.startsWith('image/'));
    if (one)
      void bench
        .open(first && !other ? 'second' : 'first', one)
        .then(() => other && bench.open('second', other));
  };
  return (
    <div
      className="bench"
      data-over={over || undefined}
      onDragEnter={(event) => onDrag(event, true)}
      onDragOver={(event) => onDrag(event, true)}
      onDragLeave={(event) => event.currentTarget === event.target && onDrag(event, false)}
      onDrop={onDrop}
    >
      <p className="bench-lead">{t.lead}</p>
      <div className="bench-bar">
        <FileButton
          accept="image/*"
          label={t.choose}
          primary={!first}
          onFiles={([file]) => void bench.open('first', file)}
        />
        <SelectField
          label={t.size}
          value={String(longest)}
          options={LONGEST_SIDES.map((side) => ({ value: String(side), label: t.pixels(side) }))}
          onChange={(side) => void bench.resize(Number(side))}
        />
        <div className="bench-progress">
          {working && <ProgressBar label={t.working} value={null} valueText={t.working} />}
          {working && <span role="status">{t.working}</span>}
        </div>
      </div>
      {failure && <ErrorNote error={failure} />}
      {!first && (
        <div className="bench-drop" aria-hidden="true">
          <p>{t.drop}</p>
          <small>{t.dropHint(encoderBytes > 0 ? encoderBytes : null)}</small>
        </div>
      )}
      {first && (
        <Figures made={first} atlas={atlas} codes={stage.codes} onCode={(code) => codebook.select(code)} />
      )}
      {first && <BlendPanel first={first} second={second} />}
    </div>
  );
}
