import type { RunRecord } from '../../core/runRecord.ts';
import type { RunStore } from '../generate/runStore.ts';
import { obstacleTo, recordedModelOf } from '../inspect/askable.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { settleTrace } from './trace.ts';

/** Gives every run the exact course of its schedule once it has ended and its model is there. */
export function settleFinishedRuns(
  runs: RunStore,
  sessionStore: ReturnType<typeof createSessionStore>,
): void {
  const settled = new WeakSet<RunRecord>();
  const follow = () => {
    const { shown } = runs.getState();
    const session = sessionStore.getState();
    const model = recordedModelOf(session.loaded);
    if (!shown?.record || !model || settled.has(shown.record)) return;
    if (obstacleTo(runs.getState(), session) !== null) return;
    settled.add(shown.record);
    settleTrace(shown.trace, shown.record, model, shown.kept);
  };
  runs.subscribe(follow);
  sessionStore.subscribe(follow);
}
