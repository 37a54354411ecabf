import { useEffect, useMemo, useState } from 'react';

import { scheduleOfRecord } from '../../core/recordedRun.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { Schedule, Step } from '../../core/schedule.ts';
import type { RuntimeClient, Task } from '../../runtime/client.ts';
import type { ShownRun } from '../generate/runStore.ts';
import { windowAt } from '../replay/trace.ts';
import { fetchRecordedRuns, openRecordedRun } from '../replay/recordedRuns.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import { fetchWalk, type Walk, type WalkStep } from './walk.ts';

/** What the figures about one run work with. */
export interface OpenWalk {
  readonly walk: Walk;
  readonly run: ShownRun;
  readonly record: RunRecord;
}

/** The recorded numbers with their run; null when the site ships none that fit each other. Undefined: not yet known. */
export function useWalk(): OpenWalk | null | undefined {
  const { base, sessionStore } = useStudio();
  const [open, setOpen] = useState<OpenWalk | null | undefined>(undefined);
  useEffect(() => {
    let stale = false;
    const load = async (): Promise<OpenWalk | null> => {
      const [walk, runs] = await Promise.all([fetchWalk(base), fetchRecordedRuns(base)]);
      const entry = runs.find(({ id }) => id === walk.run);
      if (!entry) return null;
      const run = await openRecordedRun(entry, base, sessionStore.getState().labels);
      const { record } = run;
      return record?.model.hash === walk.model.hash ? { walk, run, record } : null;
    };
    void load()
      .catch(() => null)
      .then((loaded) => !stale && setOpen(loaded));
    return () => {
      stale = true;
    };
  }, [base, sessionStore]);
  return open;
}

/** The worker, where it holds the weights that drew the run and is not busy with another one. */
function useLiveModel({ walk }: OpenWalk): RuntimeClient | null {
  const { session } = useStudio();
  const isLoaded = useFrom(
    (studio) => studio.sessionStore,
    ({ loaded }) => loaded?.hash === walk.model.hash,
  );
  const isFree = useFrom(
    (studio) => studio.runs,
    ({ running }) => running === null,
  );
  return isLoaded && isFree ? session.client : null;
}

/** Whether any token can be asked about, or only those that are recorded. */
export function useIsLive(open: OpenWalk): boolean {
  return useLiveModel(open) !== null;
}

export function recordedStep({ walk, record }: OpenWalk, cell: number): WalkStep | null {
  const { width } = record.grid;
  return walk.steps.find(({ row, column }) => row * width + column === cell) ?? null;
}

/** Cells that can be asked about without weights. */
export function recordedCells({ walk, record }: OpenWalk): readonly number[] {
  return walk.steps.map(({ row, column }) => row * record.grid.width + column);
}

/**
 * What is recorded, or the model's answer; null while there is none.
 * @param key names the question: another key asks again
 */
export function useAsked<Answer>(
  open: OpenWalk,
  key: string,
  recorded: Answer | null,
  ask: (client: RuntimeClient) => Pick<Task<Answer>, 'result' | 'cancel'>,
): Answer | null {
  const client = useLiveModel(open);
  const [told, setTold] = useState<{ readonly key: string; readonly answer: Answer } | null>(null);
  useEffect(() => {
    if (recorded !== null || !client) return;
    let stale = false;
    const task = ask(client);
    // A question that fails leaves the figure waiting; the studio tells what is wrong with the model.
    task.result.then((answer) => !stale && setTold({ key, answer })).catch(() => undefined);
    return () => {
      stale = true;
      task.cancel();
    };
    // The key says all that the question depends on.
  }, [client, key, recorded !== null]);
  return recorded ?? (told?.key === key ? told.answer : null);
}

/** The draw of one cell in the run's schedule. */
export function useStepOf(
  { run, record }: OpenWalk,
  cell: number,
): { schedule: Schedule; step: Step } | null {
  return useMemo(() => {
    const window = windowAt(run.trace, 0);
    if (!window) return null;
    const { width } = record.grid;
    const blockSize = 2 * window.height * window.width;
    const isWanted = (row: number, column: number) => row * width + column === cell;
    const schedule = scheduleOfRecord(record, { blockSize }, isWanted);
    const step = schedule.steps.at(0);
    return step ? { schedule, step } : null;
  }, [run, record, cell]);
}
