import { RadioGroup } from '../controls/RadioGroup.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { useAttended } from './useOverlay.ts';

/** Which layer and head of the pinned step's attention is shown, and onto what. */
export function AttentionControls() {
  const { inspector } = useStudio();
  const t = text().inspect.panel;
  const { overlay, attention, layer, head, onto } = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state,
  );
  const attended = useAttended();
  if (overlay !== 'attention' || !attention || !attended) return null;
  const choice = (
    label: string,
    count: number,
    value: number | null,
    choose: (next: number | null) => void,
  ) => (
    <label>
      <span>{label}</span>
      <select
        value={value ?? ''}
        onChange={({ target }) => choose(target.value === '' ? null : Number(target.value))}
      >
        <option value="">{t.mean}</option>
        {Array.from({ length: count }, (_, index) => (
          <option key={index} value={index}>
            {t.nth(index)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="attention-controls">
      <h3>{t.attention}</h3>
      <div className="attention-choices">
        {choice(t.layer, attention.layers, layer, (next) => inspector.look({ layer: next }))}
        {choice(t.head, attention.heads, head, (next) => inspector.look({ head: next }))}
        {attended.condition && (
          <RadioGroup
            label={t.onto}
            className="segmented worded"
            value={onto}
            options={[
              { value: 'picture', label: t.ontoPicture },
              { value: 'condition', label: t.ontoCondition },
            ]}
            onChange={(next) => inspector.look({ onto: next })}
            render={(option) => option.label}
          />
        )}
      </div>
      <p>{t.shares(attended.conditionShare)}</p>
    </div>
  );
}
