import { LABEL_KEYS } from '../actions/action.ts';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { chooseLabel } from './layoutStore.ts';
import { displayName, inkOn } from './palette.ts';

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
  return (
    <RadioGroup
      className="palette"
      label={text().layout.labels}
      value={label}
      options={labels.map(({ id, name, description }) => ({ value: id, label: name, title: description }))}
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
}
