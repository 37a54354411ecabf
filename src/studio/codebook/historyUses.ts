import { createStore } from 'zustand/vanilla';

import type { HistoryEntry } from '../history/entry.ts';
import type { RunHistory } from '../history/runHistory.ts';

interface KnownRun {
  readonly model: { readonly id: string; readonly hash: string };
  readonly tokens: Int32Array;
}

interface HistoryUse {
  readonly entry: HistoryEntry;
  /** How often the code lies in its picture. */
  readonly times: number;
}

/** Tokens of the runs in the history. They lie inside the pictures, so each picture is read once, when it is asked for. */
export class HistoryUses {
  readonly store = createStore<{ readonly known: ReadonlyMap<string, KnownRun | null> }>(() => ({
    known: new Map(),
  }));
  private reading = false;

  constructor(private readonly history: Pick<RunHistory, 'store' | 'read'>) {}

  /** Reads what is not known yet, the newest first, one picture at a time. */
  async read(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      for (;;) {
        const { known } = this.store.getState();
        const next = this.history.store.getState().entries.find(({ id }) => !known.has(id));
        if (!next) return;
        // A picture that has gone or cannot be read has no tokens to tell of.
        const found = await this.history.read(next.id).catch(() => null);
        const record = found?.held.record;
        const run = record ? { model: record.model, tokens: Int32Array.from(record.tokens) } : null;
        this.store.setState((state) => ({ known: new Map(state.known).set(next.id, run) }));
      }
    } finally {
      this.reading = false;
    }
  }
}

/**
 * Runs of a model in which a code lies, those that have it most often first; the newer first among equals.
 * @param hash null while it is not known which weights of the model count
 */
export function usesInHistory(
  entries: readonly HistoryEntry[],
  known: ReadonlyMap<string, KnownRun | null>,
  model: { readonly id: string; readonly hash: string | null },
  code: number,
): { readonly uses: readonly HistoryUse[]; readonly pictures: number } {
  const uses: HistoryUse[] = [];
  let pictures = 0;
  for (const entry of entries) {
    const run = known.get(entry.id);
    if (run?.model.id !== model.id || (model.hash !== null && run.model.hash !== model.hash)) continue;
    pictures++;
    let times = 0;
    for (const token of run.tokens) if (token === code) times++;
    if (times > 0) uses.push({ entry, times });
  }
  return { uses: uses.sort((a, b) => b.times - a.times), pictures };
}
