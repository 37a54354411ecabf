import { useId } from 'react';

import { RangeInput } from '../controls/RangeInput.tsx';
import { SHARE } from '../generate/limits.ts';

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
      <RangeInput
        id={id}
        className={ramp ? 'ramp' : undefined}
        value={value}
        range={SHARE}
        aria-valuetext={said}
        disabled={disabled}
        onChange={onChange}
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
