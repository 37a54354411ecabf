import { RangeInput } from '../controls/RangeInput.tsx';
import { text } from '../messages/text.ts';
import { BRUSH } from './layoutStore.ts';

interface BrushSizeProps {
  readonly size: number;
  readonly onChange: (size: number) => void;
}

/** The slider of every brush, with a dot that grows. */
export function BrushSize({ size, onChange }: BrushSizeProps) {
  const t = text().layout;
  return (
    <label className="brush-size" title={`${t.brushSize} ( [ ] )`}>
      <span className="brush-dot" aria-hidden="true">
        <span style={{ transform: `scale(${0.15 + 0.85 * Math.sqrt(size / BRUSH.most)})` }} />
      </span>
      <span className="visually-hidden">{t.brushSize}</span>
      <RangeInput value={size} range={BRUSH} onChange={onChange} />
      <span className="brush-number" aria-hidden="true">
        {size}
      </span>
    </label>
  );
}
