import { RangeInput } from '../controls/RangeInput.tsx';
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
      <RangeInput
        value={gap}
        range={GAP}
        aria-valuetext={t.pixels(gap)}
        onChange={(value) => layout.setState({ gap: value })}
      />
      <span className="brush-number" aria-hidden="true">
        {gap}
      </span>
    </label>
  );
}
