import { SelectField } from '../controls/SelectField.tsx';
import { MOST_SAMPLES } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** How many pictures Generate draws, of consecutive seeds. */
export function SamplesField() {
  const { settings } = useStudio();
  const samples = useFrom(
    (studio) => studio.settings,
    (state) => state.samples,
  );
  const t = text().queue;
  return (
    <SelectField
      label={t.samples}
      value={String(samples)}
      options={Array.from({ length: MOST_SAMPLES }, (_, i) => ({
        value: String(i + 1),
        label: t.samplesOption(i + 1),
      }))}
      onChange={(value) => settings.setState({ samples: Number(value) })}
    />
  );
}
