import type { KeyboardEvent, ReactNode } from 'react';

import { ARROW_TURNS } from './arrowKeys.ts';

interface Option<Value> {
  readonly value: Value;
  readonly label: string;
  readonly title?: string;
}

interface RadioGroupProps<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly className?: string;
  readonly onChange: (value: Value) => void;
  readonly render: (option: Option<Value>) => ReactNode;
}

/** Radio buttons drawn freely: one stop for the Tab key, arrows choose (ARIA practices, radio group). */
export function RadioGroup<Value extends string | number>(props: RadioGroupProps<Value>) {
  const { label, value, options, className, onChange, render } = props;
  const current = options.findIndex((option) => option.value === value);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = ARROW_TURNS[event.key];
    if (!step || options.length === 0) return;
    event.preventDefault();
    const next = (Math.max(0, current) + step + options.length) % options.length;
    onChange(options[next].value);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
  };
  return (
    <div role="radiogroup" aria-label={label} className={className} onKeyDown={onKeyDown} tabIndex={-1}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={index === current}
          aria-label={option.label}
          title={option.title ?? option.label}
          tabIndex={index === Math.max(0, current) ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {render(option)}
        </button>
      ))}
    </div>
  );
}
