import { useEffect, useState } from 'react';

import type { ShownRun } from '../generate/runStore.ts';
import { fetchRecordedRuns, openRecordedRun } from '../replay/recordedRuns.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** The run that the figures show: the person's own if there is one, else the first recorded one. Undefined: not yet known. */
export function useFigureRun(): ShownRun | null | undefined {
  const { base, sessionStore } = useStudio();
  const own = useFrom(
    (studio) => studio.runs,
    ({ shown, running }) =>
      shown?.source === 'live' && shown.record && !shown.cancelled && !running ? shown : null,
  );
  const [recorded, setRecorded] = useState<ShownRun | null | undefined>(undefined);
  useEffect(() => {
    let stale = false;
    const open = async () => {
      const [first] = await fetchRecordedRuns(base);
      return first ? openRecordedRun(first, base, sessionStore.getState().labels) : null;
    };
    void open()
      .catch(() => null)
      .then((run) => !stale && setRecorded(run));
    return () => {
      stale = true;
    };
  }, [base, sessionStore]);
  return own ?? recorded;
}
