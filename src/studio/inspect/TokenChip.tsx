import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { useFrom } from '../useStudio.ts';
import { useOverlayValue } from './useOverlay.ts';
import { Tile } from './Tile.tsx';
import { drawOf } from './tokenAt.ts';

/** What lies under the pointer: tile, code and place, and the value of the overlay. */
export function TokenChip() {
  const cursor = useFrom(
    ({ inspectStore }) => inspectStore,
    (state) => state.cursor,
  );
  const { shown, position } = useFrom(
    ({ runs }) => runs,
    (state) => state,
  );
  const atlas = useAtlasOf(shown);
  const value = useOverlayValue(cursor);
  if (cursor === null || !shown) return null;
  const t = text().inspect;
  const { trace } = shown;
  const [row, column] = [Math.floor(cursor / trace.width), cursor % trace.width];
  const draw = drawOf(trace, cursor, position);
  const code = draw < 0 ? null : trace.tokens[draw];
  // On the far side of the cell, so that it never lies under the pointer.
  const style = {
    [column * 2 < trace.width ? 'left' : 'right']:
      `${(100 * (column * 2 < trace.width ? column + 1 : trace.width - column)) / trace.width}%`,
    [row * 2 < trace.height ? 'top' : 'bottom']:
      `${(100 * (row * 2 < trace.height ? row + 1 : trace.height - row)) / trace.height}%`,
  };
  return (
    <div className="token-chip" style={style} aria-hidden="true">
      {code !== null && <Tile atlas={atlas} code={code} side={36} />}
      <div>
        <p className="token-chip-code">{code === null ? t.empty : t.code(code)}</p>
        <p>{t.place(row, column)}</p>
        {value && <p className="token-chip-value">{value}</p>}
      </div>
    </div>
  );
}
