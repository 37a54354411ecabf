// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { readDraft, saveDraft } from '../../../src/studio/paint/layoutDraft.ts';

describe('the draft of the layout', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('comes back bit for bit, also at the largest size', () => {
    const labels = Uint8Array.from({ length: 832 * 1280 }, (_, i) => ((i >> 5) * 7 + (i >> 13)) % 11);
    expect(saveDraft({ height: 832, width: 1280, labels })).toBe(true);
    const draft = readDraft();
    expect(draft).toMatchObject({ height: 832, width: 1280 });
    expect(Buffer.compare(draft?.labels ?? new Uint8Array(0), labels)).toBe(0);
  });

  it('that is damaged or absent is no draft', () => {
    expect(readDraft()).toBeNull();
    for (const stored of [
      '{',
      '{"height":2,"width":2,"runs":"AAAA"}',
      '{"height":-1,"width":2,"runs":""}',
      '7',
    ]) {
      localStorage.setItem('tessera.layout', stored);
      expect(readDraft(), stored).toBeNull();
    }
  });

  it('says when the browser has no room', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(saveDraft({ height: 1, width: 1, labels: new Uint8Array(1) })).toBe(false);
    full.mockRestore();
  });
});
