import { Icon } from '../controls/Icon.tsx';
import { NumberInput } from '../controls/NumberInput.tsx';
import { clampTyped } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { Neighbours } from './Neighbours.tsx';

/** Another code for the pinned token by its number, and what would have come after it. */
export function SwapControls({ cell, codes }: { readonly cell: number; readonly codes: number }) {
  const { whatIf } = useStudio();
  const t = text().whatIf;
  const code = useFrom(
    ({ runs }) => runs,
    (state) => state.shown?.record?.tokens[cell] ?? 0,
  );
  return (
    <div className="swap">
      <Neighbours cell={cell} code={code} />
      <div className="swap-row">
        <span aria-hidden="true">{t.another}</span>
        <NumberInput
          label={t.another}
          value={code}
          step={1}
          onCommit={(typed) => {
            const typedCode = clampTyped(typed, { least: 0, most: codes - 1, step: 1 });
            if (typedCode) whatIf.lay([cell], typedCode.value);
          }}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={t.useInBrush}
          title={t.useInBrush}
          onClick={() => whatIf.set({ tool: 'tile', code })}
        >
          <Icon name="tile" />
        </button>
      </div>
      <button
        type="button"
        className="button"
        title={t.afterHelp}
        onClick={() => void whatIf.resampleAfter(cell)}
      >
        {t.after}
      </button>
    </div>
  );
}
