import { Icon } from '../controls/Icon.tsx';
import { NumberInput } from '../controls/NumberInput.tsx';
import { clampTyped } from '../generate/limits.ts';
import { text } from '../messages/text.ts';
import type { Atlas } from '../replay/atlas.ts';
import { useFrom } from '../useStudio.ts';
import { TileCanvas } from './TileCanvas.tsx';
import { UsesOfCode } from './UsesOfCode.tsx';

interface EntryCardProps {
  readonly atlas: Atlas;
  readonly count: number;
  readonly code: number;
  readonly onSelect: (code: number) => void;
}

const SIDE = 232;

/** One code, large, with where it stands. */
export function EntryCard({ atlas, count, code, onSelect }: EntryCardProps) {
  const t = text().codebook;
  const shown = useFrom(
    (studio) => studio.runs,
    (state) => state.shown,
  );
  const step = (by: number) => onSelect((code + by + count) % count);
  const commit = (typed: string) => {
    const clamped = clampTyped(typed, { least: 0, most: count - 1, step: 1 });
    if (clamped) onSelect(clamped.value);
  };
  return (
    <aside className="entry-card" aria-label={t.entry}>
      <TileCanvas atlas={atlas} from={code} count={1} side={SIDE} gap={0} />
      <div className="entry-head">
        <h2>{t.cell(code)}</h2>
        <div className="button-row">
          <button type="button" className="icon-button" aria-label={t.previous} onClick={() => step(-1)}>
            <Icon name="previous" />
          </button>
          <NumberInput label={t.go} value={code} onCommit={commit} />
          <button type="button" className="icon-button" aria-label={t.next} onClick={() => step(1)}>
            <Icon name="next" />
          </button>
        </div>
      </div>
      {shown && shown.trace.count > 0 && <UsesOfCode run={shown} atlas={atlas} code={code} />}
    </aside>
  );
}
