import { NumberInput } from '../controls/NumberInput.tsx';
import { RadioGroup } from '../controls/RadioGroup.tsx';
import { RangeInput } from '../controls/RangeInput.tsx';
import { clampTyped } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { FILTERS, SORTS, type Filter, type Sort } from './codebookStore.ts';

const LOOKS = ['alone', 'context'] as const;
/** Of a tile, in page pixels. */
const SIDES = { least: 20, most: 72, step: 4 };

interface TilesToolbarProps {
  readonly count: number;
  /** Codes shown after filtering. */
  readonly shown: number;
  readonly sorts: Readonly<Record<Sort, boolean>>;
  readonly filters: Readonly<Record<Filter, boolean>>;
  /** Null until it is known: the place of what depends on it is kept. */
  readonly hasContexts: boolean | null;
  readonly onGo: (code: number) => void;
}

/** Order, filter and look of the tiles, and the way to a number. */
export function TilesToolbar({ count, shown, sorts, filters, hasContexts, onGo }: TilesToolbarProps) {
  const t = text().codebook;
  const { codebook } = useStudio();
  const { sort, filter, look, side, selected, anchor, seed } = useFrom(
    (studio) => studio.codebook.store,
    (state) => state,
  );
  const go = (typed: string) => {
    const clamped = clampTyped(typed, { least: 0, most: count - 1, step: 1 });
    if (clamped) onGo(clamped.value);
  };
  const reseed = (typed: string) => {
    const clamped = clampTyped(typed, { least: 0, most: 999_999, step: 1 });
    if (clamped) codebook.reseed(clamped.value);
  };
  const changeLook = (chosen: 'alone' | 'context') => {
    codebook.store.setState({ look: chosen });
    if (chosen === 'context') void codebook.decodeContexts();
  };
  return (
    <div className="codebook-tools">
      <label className="codebook-tool">
        <span>{t.sort}</span>
        <select value={sort} onChange={(event) => codebook.sort(event.target.value as Sort)}>
          {SORTS.filter((one) => sorts[one]).map((one) => (
            <option key={one} value={one}>
              {t.sorts[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="codebook-tool">
        <span>{t.show}</span>
        <select
          value={filter}
          onChange={(event) => codebook.store.setState({ filter: event.target.value as Filter })}
        >
          {FILTERS.filter((one) => filters[one]).map((one) => (
            <option key={one} value={one}>
              {t.filters[one]}
            </option>
          ))}
        </select>
      </label>
      <div className="codebook-tool codebook-go">
        <span aria-hidden="true">{t.go}</span>
        <NumberInput label={t.go} value={selected} step={1} onCommit={go} />
      </div>
      {hasContexts !== false && (
        <RadioGroup
          label={t.look}
          className={hasContexts ? 'segmented words' : 'segmented words look-awaited'}
          value={look}
          options={LOOKS.map((value) => ({ value, label: t.looks[value], title: t.lookHelp[value] }))}
          onChange={changeLook}
          render={(option) => option.label}
        />
      )}
      <label className="codebook-tool codebook-zoom">
        <span>{t.zoom}</span>
        <RangeInput
          value={side}
          range={SIDES}
          onChange={(value) => codebook.store.setState({ side: value })}
        />
      </label>
      <p className="codebook-shown" role="status">
        {t.shown(shown, count)}
        {sort === 'similarity' && ` · ${t.sortedBy(anchor)}`}
        {sort === 'arrangement' && ` · ${t.arrangedBy(seed)}`}
        {sort === 'arrangement' && <NumberInput label={t.seed} value={seed} step={1} onCommit={reseed} />}
      </p>
    </div>
  );
}
