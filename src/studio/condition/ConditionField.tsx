import type { ConditionKind } from '../../core/settings.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** The kinds of condition that the loaded model takes. */
export function ConditionField({ kind }: { readonly kind: ConditionKind }) {
  const { settings } = useStudio();
  const t = text().settings;
  const conditionings = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded?.manifest.conditioning,
  );
  const kinds = conditionings?.length ? conditionings.map((one) => one.kind) : [kind];
  return (
    <select
      className="condition-field"
      aria-label={t.condition}
      value={kind}
      onChange={(event) => settings.setState({ kind: event.target.value as ConditionKind })}
    >
      {[...new Set(kinds)].map((value) => (
        <option key={value} value={value}>
          {t.kinds[value]}
        </option>
      ))}
    </select>
  );
}
