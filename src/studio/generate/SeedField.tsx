import { useId, useState } from 'react';

import { IconButton } from '../controls/IconButton.tsx';
import { Icon } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { clampTyped, SEED } from './limits.ts';

/** The seed, a dice that rolls another, and a lock that keeps it from one Generate to the next. */
export function SeedField() {
  const { settings } = useStudio();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const seed = useFrom(
    (studio) => studio.settings,
    (state) => state.seed,
  );
  const locked = useFrom(
    (studio) => studio.settings,
    (state) => state.seedLocked,
  );
  const t = text().settings;

  const change = (value: string) => {
    setTyped(value);
    const clamped = clampTyped(value, SEED);
    // A seed that was chosen is meant to be used.
    if (clamped && !clamped.moved) settings.setState({ seed: clamped.value, seedLocked: true });
  };
  const commit = () => {
    const clamped = typed === null ? null : clampTyped(typed, SEED);
    setTyped(null);
    if (!clamped) return;
    settings.setState({ seed: clamped.value, seedLocked: true });
    setSaid(clamped.moved ? text().controls.clamped(t.seed, SEED.least, SEED.most, clamped.value) : '');
  };
  return (
    <div className="field seed-field">
      <label htmlFor={id}>{t.seed}</label>
      <div className="seed-row">
        <input
          id={id}
          type="number"
          min={SEED.least}
          max={SEED.most}
          step={1}
          value={typed ?? seed}
          onChange={(event) => change(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
        <IconButton action="roll-seed" icon="dice" />
        <button
          type="button"
          className="icon-button"
          aria-pressed={locked}
          aria-label={t.lockSeed}
          title={locked ? t.seedIsLocked : t.seedIsFree}
          onClick={() => settings.setState({ seedLocked: !locked })}
        >
          <Icon name={locked ? 'locked' : 'unlocked'} />
        </button>
      </div>
      <p className="field-said" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
