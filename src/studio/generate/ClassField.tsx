import { useId } from 'react';

import { NumberInput } from '../controls/NumberInput.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { clampTyped } from './limits.ts';

/** The class number of models that are conditioned on one. */
export function ClassField() {
  const { settings } = useStudio();
  const id = useId();
  const label = text().settings.classId;
  const classId = useFrom(
    (studio) => studio.settings,
    (state) => state.classId,
  );
  const stage = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded?.manifest.conditioning.find(({ kind }) => kind === 'class')?.stage,
  );
  const classes = stage?.type === 'class' ? stage.classes : 1000;
  const commit = (typed: string) => {
    const clamped = clampTyped(typed, { least: 0, most: classes - 1, step: 1 });
    if (clamped) settings.setState({ classId: clamped.value });
  };
  return (
    <div className="field select-field">
      <label htmlFor={id}>{label}</label>
      <NumberInput id={id} label={label} value={Math.min(classId, classes - 1)} onCommit={commit} />
    </div>
  );
}
