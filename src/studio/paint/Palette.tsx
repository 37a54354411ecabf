import { useState } from 'react';

import { LABEL_KEYS } from '../actions/action.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { chooseLabel } from './layoutStore.ts';
import { displayName, inkOn, labelsLike } from './palette.ts';

/** More labels than this are searched and scrolled; fewer are all in sight. */
const MANY_LABELS = 24;

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
