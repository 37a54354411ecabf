import { text } from '../messages/text.ts';
import { BRUSH } from './layoutStore.ts';

interface BrushSizeProps {
  readonly size: number;
  readonly onChange: (size: number) => void;
}

/** The slider of every brush, with a dot that grows. */
export function BrushSize({ size, onChange }: BrushSizeProps) {
  const t = text().layout;
  const filled = (100 * (size - BRUSH.least)) / (BRUSH.most - BRUSH.least);
  return (
    <label className="brush-size" title={`${t.brushSize} ( [ ] )`}>
      <span className="brush-dot" aria-hidden="true">
        <span style={{ transform: `scale(${0.15 + 0.85 * Math.sqrt(size / BRUSH.most)})` }} />
      </span>
      <span className="visually-hidden">{t.brushSize}</span>
      <input
        type="range"
        min={BRUSH.least}
        max={BRUSH.most}
        step={BRUSH.step}
        value={size}
        style={{ '--filled': `${filled}%` } as React.CSSProperties}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <span className="brush-number" aria-hidden="true">
        {size}
      </span>
    </label>
  );
}
