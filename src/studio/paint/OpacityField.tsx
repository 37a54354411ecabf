import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** How strongly the layout covers the last picture: lower it to paint where things are in the picture. */
export function OpacityField() {
  const { layout } = useStudio();
  const opacity = useFrom(
    (studio) => studio.layout,
    (state) => state.opacity,
  );
  const t = text().paint;
  return (
    <label className="opacity-field" title={t.opacityHelp}>
      <span>{t.opacity}</span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={opacity}
        aria-valuetext={t.percent(opacity)}
        style={{ '--filled': `${100 * opacity}%` } as React.CSSProperties}
        onChange={(event) => layout.setState({ opacity: Number(event.target.value) })}
      />
    </label>
  );
}
