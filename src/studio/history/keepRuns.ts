import type { RunRecord } from '../../core/runRecord.ts';
import type { RunStore } from '../generate/runStore.ts';
import type { WhatIfStore } from '../whatif/whatIfStore.ts';
import type { RunHistory } from './runHistory.ts';

/**
 * Puts every run that ends by itself into the history. An edited run is kept as it stands once its picture is decoded;
 * its later states take the place of the earlier ones.
 */
export function keepRuns(runs: RunStore, edits: WhatIfStore, history: Pick<RunHistory, 'add'>): void {
  /** What each run was when it was kept last. */
  const kept = new Map<string, RunRecord>();
  let last: Promise<void> = Promise.resolve();
  const follow = () => {
    const { shown, running } = runs.getState();
    if (running || edits.getState().busy || shown?.source !== 'live' || shown.cancelled) return;
    const { id, record } = shown;
    const before = kept.get(id);
    if (!record || before === record) return;
    kept.set(id, record);
    const createdAt = Date.now();
    // A run that cannot be kept is still on the page; storage that refuses is told by the history itself.
    last = last.then(() => history.add(shown, createdAt, before)).catch(() => undefined);
  };
  runs.subscribe(follow);
  edits.subscribe(follow);
}
