import { useMemo } from 'react';

import { countUses } from '../../core/codebook/usage.ts';
import { useFrom } from '../useStudio.ts';

export interface ShownUsage {
  /** Uses of each code, [codes]; null when nothing was counted. */
  readonly counts: Float64Array | null;
  /** The model's own counts are on their way, with its weights. */
  readonly isComing: boolean;
  readonly from: 'file' | 'own';
  /** Pictures at hand: dropped ones, and runs of this model, recorded ones included. */
  readonly ownPictures: number;
}

/** Token grids of the kept runs that a model drew, recorded ones included. */
export function useRunsOf(model: string | null): readonly (readonly number[])[] {
  const kept = useFrom(
    (studio) => studio.runs,
    (state) => state.kept,
  );
  return useMemo(
    () => kept.flatMap(({ record }) => (record && record.model.id === model ? [record.tokens] : [])),
    [kept, model],
  );
}

export function useUsage(codes: number, model: string | null): ShownUsage {
  const { usage, counted, usageFrom } = useFrom(
    (studio) => studio.codebook.store,
    (state) => state,
  );
  const phase = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.phase,
  );
  const runs = useRunsOf(model);
  return useMemo(() => {
    const ownPictures = runs.length + counted.length;
    const isComing = usageFrom === 'file' && !usage && phase !== 'failed' && phase !== 'unavailable';
    // A few pictures would show most codes as unused for as long as the download takes.
    if (isComing) return { counts: null, isComing, from: 'file', ownPictures };
    if (usageFrom === 'file' && usage) {
      return { counts: Float64Array.from(usage.counts), isComing, from: 'file', ownPictures };
    }
    const grids = [...runs, ...counted.map(({ grid }) => grid.tokens)];
    return { counts: ownPictures > 0 ? countUses(grids, codes) : null, isComing, from: 'own', ownPictures };
  }, [usage, usageFrom, counted, runs, codes, phase]);
}
