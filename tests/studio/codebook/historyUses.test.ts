import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';

import { HistoryUses, usesInHistory } from '../../../src/studio/codebook/historyUses.ts';
import type { HistoryEntry } from '../../../src/studio/history/entry.ts';
import type { RunHistory } from '../../../src/studio/history/runHistory.ts';
import { aPackage, aRecord } from '../../support/aRun.ts';

const PICTURES: Record<string, { readonly hash: string; readonly tokens: number[] }> = {
  newest: { hash: 'new', tokens: [3, 3, 5, 3] },
  second: { hash: 'old', tokens: [3, 3, 3, 3] },
  third: { hash: 'new', tokens: [1, 2, 4, 5] },
  oldest: { hash: 'new', tokens: [3, 1, 1, 1] },
};

function setUp(ids: readonly string[]) {
  const entries = ids.map((id) => ({ id }) as HistoryEntry);
  const store = createStore(() => ({ entries })) as unknown as RunHistory['store'];
  const read = vi.fn((id: string) => {
    if (!(id in PICTURES)) return Promise.reject(new Error('damaged'));
    const { hash, tokens } = PICTURES[id];
    const held = aPackage({ record: aRecord({ tokens, model: { id: 'tiny', hash } }) });
    return Promise.resolve({ held, png: new Uint8Array() });
  });
  const uses = new HistoryUses({ store, read });
  const find = (code: number, hash: string | null = 'new', id = 'tiny') =>
    usesInHistory(store.getState().entries, uses.store.getState().known, { id, hash }, code);
  return { store, read, uses, find };
}

describe('the pictures of the history that have a code', () => {
  it('are those that these weights drew, the most uses first', async () => {
    const { uses, find } = setUp(['newest', 'second', 'third', 'oldest']);
    expect(find(3)).toEqual({ uses: [], pictures: 0 });
    await uses.read();
    const { uses: found, pictures } = find(3);
    expect(found.map(({ entry, times }) => [entry.id, times])).toEqual([
      ['newest', 3],
      ['oldest', 1],
    ]);
    expect(pictures).toBe(3);
    expect(find(9)).toEqual({ uses: [], pictures: 3 });
    expect(find(3, null).uses.map(({ entry }) => entry.id)).toEqual(['second', 'newest', 'oldest']);
    expect(find(3, 'new', 'other').pictures).toBe(0);
  });

  it('are read once each, also when more come in between, and damaged ones are left out', async () => {
    const { uses, read, store, find } = setUp(['newest', 'damaged']);
    const first = uses.read();
    store.setState({ entries: [{ id: 'third' } as HistoryEntry, ...store.getState().entries] });
    await Promise.all([first, uses.read()]);
    await uses.read();
    expect(read.mock.calls.map(([id]) => id).sort()).toEqual(['damaged', 'newest', 'third']);
    expect(find(5).pictures).toBe(2);
  });
});
