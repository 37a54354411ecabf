import { useId } from 'react';

interface ShareSliderProps {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  readonly said: string;
  readonly ends?: readonly [string, string];
  /** The track goes from black to white. */
  readonly ramp?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider for a share of something, with its value said beside the label. */
export function ShareSlider(props: ShareSliderProps) {
  const { label, value, said, ends, ramp = false, disabled, onChange } = props;
  const id = useId();
  return (
    <div className="field share-slider">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        <span className="share-said" aria-hidden="true">
          {said}
        </span>
      </div>
      <input
        id={id}
        type="range"
        className={ramp ? 'ramp' : undefined}
        min={0}
        max={1}
        step={0.01}
        value={value}
        aria-valuetext={said}
        disabled={disabled}
        style={{ '--filled': `${100 * value}%` } as React.CSSProperties}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      {ends && (
        <div className="share-ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
    </div>
  );
}
