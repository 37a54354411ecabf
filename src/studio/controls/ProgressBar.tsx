import './controls.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null while the end is not known. */
  readonly value: number | null;
  /** The progress in words. */
  readonly valueText: string;
}

export function ProgressBar({ label, value, valueText }: ProgressBarProps) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      aria-valuetext={valueText}
      data-unknown={value === null || undefined}
    >
      <div className="progress-done" style={{ transform: `scaleX(${value ?? 0.3})` }} />
    </div>
  );
}
