import type { RunStore } from '../generate/runStore.ts';
import type { RunHistory } from './runHistory.ts';

/** Puts every run that ends by itself into the history. */
export function keepRuns(runs: RunStore, history: RunHistory): void {
  const seen = new Set<string>();
  runs.subscribe(({ shown, running }) => {
    if (running || shown?.source !== 'live' || !shown.record || shown.cancelled || seen.has(shown.id)) return;
    seen.add(shown.id);
    // A run that cannot be kept is still on the page; storage that refuses is told by the history itself.
    void history.add(shown).catch(() => undefined);
  });
}
