// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { readOfTab, readStored, writeOfTab } from '../../../src/studio/state/storage.ts';

const KEY = 'tessera.run';
/** What a second tab writes: the storage of the site is one, that of a tab its own. */
const otherTabWrites = (value: unknown) => localStorage.setItem(KEY, JSON.stringify(value));

describe('what is made in a tab', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('comes back to it after a reload, whatever another tab has made since', () => {
    writeOfTab(KEY, 'mine');
    otherTabWrites('theirs');
    expect(readOfTab(KEY)).toBe('mine');
    expect(readStored(KEY)).toBe('theirs');
  });

  it('is found by a new tab as it was left last', () => {
    otherTabWrites('theirs');
    expect(readOfTab(KEY)).toBe('theirs');
  });

  it('is taken away by the tab that made it, and not by another one', () => {
    writeOfTab(KEY, 'mine');
    writeOfTab(KEY, null);
    expect(readStored(KEY)).toBeNull();
    writeOfTab(KEY, 'mine');
    otherTabWrites('theirs');
    writeOfTab(KEY, null);
    expect(readStored(KEY)).toBe('theirs');
    expect(readOfTab(KEY)).toBeNull();
  });

  it('does not come back in an older version where the browser has no more room', () => {
    writeOfTab(KEY, 'older');
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(writeOfTab(KEY, 'newer')).toBe(false);
    full.mockRestore();
    expect(sessionStorage.getItem(KEY)).toBeNull();
  });
});
