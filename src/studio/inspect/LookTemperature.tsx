import { SliderField } from '../controls/SliderField.tsx';
import { TEMPERATURE } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** Shows the draw as another temperature would have made it; the run stays as it is. */
export function LookTemperature({ own }: { readonly own: number }) {
  const { inspector } = useStudio();
  const t = text().inspect.panel;
  const temperature = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state.temperature,
  );
  return (
    <div className="look-temperature">
      <SliderField
        label={t.temperature}
        value={temperature ?? own}
        range={TEMPERATURE}
        onChange={(value) => inspector.look({ temperature: value === own ? null : value })}
      />
      <button
        type="button"
        className="link-button"
        hidden={temperature === null}
        onClick={() => inspector.look({ temperature: null })}
      >
        {t.ownTemperature(own)}
      </button>
    </div>
  );
}
