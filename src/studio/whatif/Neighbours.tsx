import { useEffect, useMemo } from 'react';

import { nearestCodes } from '../../core/codebook/nearest.ts';
import { useAtlasOf } from '../generate/useAtlasOf.ts';
import { text } from '../messages/text.ts';
import { Tile } from '../inspect/Tile.tsx';
import { useFrom, useStudio } from '../useStudio.ts';

const SHOWN = 8;

/** The entries of the codebook that lie nearest to a code: what looks most like it. A press lays one. */
export function Neighbours({ cell, code }: { readonly cell: number; readonly code: number }) {
  const { codebook: desk, whatIf } = useStudio();
  const t = text().whatIf;
  const codebook = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.codebook,
  );
  const hash = useFrom(
    ({ sessionStore }) => sessionStore,
    (state) => state.loaded?.hash ?? null,
  );
  const openHash = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.hash,
  );
  const shown = useFrom(
    ({ runs }) => runs,
    (state) => state.shown,
  );
  const atlas = useAtlasOf(shown);
  useEffect(() => {
    void desk.open();
  }, [desk, hash]);
  const nearest = useMemo(
    () => (codebook && code < codebook.codes ? nearestCodes(codebook, code, SHOWN, 'l2') : []),
    [codebook, code],
  );
  return (
    <div className="neighbours">
      <h3 id="neighbours-title">{t.neighbours}</h3>
      <ul aria-labelledby="neighbours-title">
        {openHash === hash &&
          nearest.map((one) => {
            const label = t.neighbour(one.code, one.distance);
            return (
              <li key={one.code}>
                <button
                  type="button"
                  aria-label={label}
                  title={label}
                  onClick={() => whatIf.lay([cell], one.code)}
                >
                  <Tile atlas={atlas} code={one.code} side={24} />
                </button>
              </li>
            );
          })}
      </ul>
    </div>
  );
}
