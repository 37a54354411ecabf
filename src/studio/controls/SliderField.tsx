import { useId, useState } from 'react';

import { clampTyped, type Range } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import './controls.css';
import { NumberInput } from './NumberInput.tsx';
import { RangeInput } from './RangeInput.tsx';

interface SliderFieldProps {
  readonly label: string;
  readonly value: number;
  readonly range: Range;
  readonly help?: string;
  readonly onChange: (value: number) => void;
}

/** A slider with the exact number beside it. What is typed out of range is moved into it, and that is said. */
export function SliderField({ label, value, range, help, onChange }: SliderFieldProps) {
  const id = useId();
  const [said, setSaid] = useState('');
  const t = text().controls;
  const commit = (typed: string) => {
    const clamped = clampTyped(typed, range);
    if (!clamped) return;
    onChange(clamped.value);
    setSaid(clamped.moved ? t.clamped(label, range.least, range.most, clamped.value) : '');
  };
  return (
    <div className="field slider-field">
      <div className="field-head">
        <label htmlFor={id} title={help}>
          {label}
        </label>
        <NumberInput label={t.exact(label)} value={value} step={range.step} onCommit={commit} />
      </div>
      <RangeInput
        id={id}
        value={value}
        range={range}
        onChange={(moved) => {
          setSaid('');
          onChange(moved);
        }}
      />
      <p className="field-said" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
