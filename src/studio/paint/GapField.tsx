import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { GAP } from './layoutStore.ts';

/** How wide a gap in an outline may be for Fill not to leak through it. */
export function GapField() {
  const { layout } = useStudio();
  const gap = useFrom(
    (studio) => studio.layout,
    (state) => state.gap,
  );
  const t = text().paint;
  return (
    <label className="gap-field" title={t.gapHelp}>
      <span>{t.gap}</span>
      <input
        type="range"
        min={GAP.least}
        max={GAP.most}
        step={GAP.step}
        value={gap}
        aria-valuetext={t.pixels(gap)}
        style={{ '--filled': `${(100 * gap) / GAP.most}%` } as React.CSSProperties}
        onChange={(event) => layout.setState({ gap: Number(event.target.value) })}
      />
      <span className="brush-number" aria-hidden="true">
        {gap}
      </span>
    </label>
  );
}
