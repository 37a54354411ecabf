import { useMemo } from 'react';

import type { AttendedCells } from '../../core/attentionMap.ts';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { obstacleTo, recordedModelOf, type Obstacle } from './askable.ts';
import type { HeatMap } from './heat.ts';
import { attendedBy, attentionHeat, orderMap, surveyMap } from './overlays.ts';

export function useObstacle(): Obstacle | null {
  const { sessionStore } = useStudio();
  const runs = useFrom(
    (studio) => studio.runs,
    (state) => state,
  );
  useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  return obstacleTo(runs, sessionStore.getState());
}

export function useAttended(): AttendedCells | null {
  const { attention, layer, head } = useFrom(
    (studio) => studio.inspectStore,
    (state) => state,
  );
  const loaded = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded,
  );
  return useMemo(() => {
    const model = recordedModelOf(loaded);
    return attention && model && attendedBy(attention, model, { layer, head });
  }, [attention, loaded, layer, head]);
}

/** The values of the chosen overlay, where it has such. */
export function useHeatMap(): HeatMap | null {
  const { overlay, survey, onto } = useFrom(
    (studio) => studio.inspectStore,
    (state) => state,
  );
  const trace = useFrom(
    (studio) => studio.runs,
    (state) => state.shown?.trace ?? null,
  );
  const drawn = useFrom(
    (studio) => studio.runs,
    (state) => state.shown?.trace.count ?? 0,
  );
  const attended = useAttended();
  return useMemo(() => {
    switch (overlay) {
      case 'order':
        return trace && drawn > 0 ? orderMap(trace) : null;
      case 'entropy':
      case 'probability':
      case 'surprise':
        return survey && surveyMap(survey, overlay);
      case 'attention':
        return attended && attentionHeat(attended, onto);
      case 'none':
      case 'borders':
      case 'windows':
        return null;
    }
  }, [overlay, survey, onto, trace, drawn, attended]);
}

/** The overlay's value of a cell in words. */
export function useOverlayValue(cell: number | null): string | null {
  const map = useHeatMap();
  const overlay = useFrom(
    (studio) => studio.inspectStore,
    (state) => state.overlay,
  );
  const trace = useFrom(
    (studio) => studio.runs,
    (state) => state.shown?.trace ?? null,
  );
  const t = text().inspect;
  if (cell === null || !map || !trace) return null;
  const value = map.values[cell];
  if (Number.isNaN(value)) return null;
  if (overlay === 'order') return `${t.panel.facts.draw} ${t.panel.drawOf(value, trace.count)}`;
  const inNats = overlay === 'entropy' || overlay === 'surprise';
  return `${t.overlays[overlay]} ${inNats ? t.nats(value) : t.percent(value)}`;
}
