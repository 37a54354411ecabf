import type { CSSProperties, InputHTMLAttributes } from 'react';

import type { Range } from '../generate/limits.ts';

type Given = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'id' | 'className' | 'disabled' | 'aria-label' | 'aria-valuetext'
>;

interface RangeInputProps extends Given {
  readonly value: number;
  readonly range: Range;
  readonly onChange: (value: number) => void;
}

/** A slider whose track is filled up to its value. */
export function RangeInput({ value, range: { least, most, step }, onChange, ...given }: RangeInputProps) {
  const filled = most > least ? (100 * (value - least)) / (most - least) : 0;
  return (
    <input
      {...given}
      type="range"
      min={least}
      max={most}
      step={step}
      value={value}
      style={{ '--filled': `${filled}%` } as CSSProperties}
      onChange={(event) => onChange(Number(event.target.value))}
    />
  );
}
