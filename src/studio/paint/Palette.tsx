import { useState } from 'react';

import { LABEL_KEYS } from '../actions/action.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { chooseLabel } from './layoutStore.ts';
import { displayName, inkOn, labelsLike } from './palette.ts';

/** More labels than this are searched and scrolled; fewer are all in sight. */
const MANY_LABELS = 24;

/** Labels of the model that ships with the page; where another one comes, the palette may still change its height. */
const USUAL_LABELS = 11;

export function Palette() {
  const { layout } = useStudio();
  const labels = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.labels,
  );
  const label = useFrom(
    (studio) => studio.layout,
    (state) => state.label,
  );
  const [query, setQuery] = useState('');
  const t = text().layout;
  const awaited = useFrom(
    (studio) => studio.ui,
    (state) => state.awaitsExamples,
  );
  if (labels.length === 0 && awaited) return <PaletteKept />;
  const isLong = labels.length > MANY_LABELS;
  const shown = isLong ? labelsLike(labels, query) : labels;
  const palette = (
    <RadioGroup
      className={isLong ? 'palette palette-long' : 'palette'}
      label={t.labels}
      value={label}
      options={shown.map(({ id, name, description }) => ({ value: id, label: name, title: description }))}
      onChange={(id) => chooseLabel(layout, id)}
      render={({ value }) => {
        const known = labels.find(({ id }) => id === value);
        if (!known) return null;
        const digit = labels.indexOf(known);
        return (
          <>
            <span
              className="swatch"
              style={{ background: known.color, color: inkOn(known.color) }}
              aria-hidden="true"
            >
              {digit > 0 && digit <= LABEL_KEYS.length && digit}
            </span>
            <span className="palette-name">{displayName(known)}</span>
          </>
        );
      }}
    />
  );
  if (!isLong) return palette;
  return (
    <>
      <input
        type="search"
        className="text-input palette-search"
        aria-label={t.findLabel}
        placeholder={t.findLabelOf(labels.length, labels.find(({ id }) => id === label)?.name ?? null)}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && shown.length > 0) chooseLabel(layout, shown[0].id);
        }}
      />
      {shown.length > 0 ? palette : <p className="palette-none">{t.noLabel(query.trim())}</p>}
    </>
  );
}

/** The place of the palette until it is known which labels there are. */
function PaletteKept() {
  return (
    <div className="palette" aria-hidden="true">
      {Array.from({ length: USUAL_LABELS }, (_, place) => (
        <span key={place} className="label-kept" />
      ))}
    </div>
  );
}
