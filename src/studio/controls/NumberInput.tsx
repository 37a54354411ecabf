import { useState } from 'react';

interface NumberInputProps {
  readonly label: string;
  readonly value: number;
  readonly id?: string;
  /** What the up and down arrows add or take. */
  readonly step?: number;
  readonly onCommit: (typed: string) => void;
}

/** A number typed freely; it counts when the field is left or Enter is pressed. Escape brings the old one back. */
export function NumberInput({ label, value, id, step, onCommit }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null) onCommit(typed);
    setTyped(null);
  };
  return (
    <input
      id={id}
      className="number-input"
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      value={typed ?? String(value)}
      onChange={(event) => setTyped(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
          event.preventDefault();
          setTyped(null);
          const next = value + (event.key === 'ArrowUp' ? step : -step);
          // Steps such as 0.05 have no exact binary value.
          onCommit(String(Number(next.toFixed(6))));
        }
        if (event.key !== 'Escape' || typed === null) return;
        event.preventDefault();
        setTyped(null);
      }}
    />
  );
}
