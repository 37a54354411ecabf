import { Icon } from '../controls/Icon.tsx';
import { RangeInput } from '../controls/RangeInput.tsx';
import { SHARE } from '../generate/limits.ts';
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
      <Icon name="layout" />
      <RangeInput
        value={opacity}
        range={SHARE}
        aria-valuetext={t.percent(opacity)}
        onChange={(value) => layout.setState({ opacity: value })}
      />
    </label>
  );
}
