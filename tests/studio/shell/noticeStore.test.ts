import { describe, expect, it, vi } from 'vitest';

import { createNoticeStore, tell, type Notice } from '../../../src/studio/shell/noticeStore.ts';

vi.useFakeTimers();

const news = (code: string, more: Partial<Notice> = {}) =>
  ({ tone: 'info', code, message: code, advice: '', ...more }) as const;

function page() {
  const store = createNoticeStore();
  return { store, codes: () => store.getState().notices.map(({ code }) => code) };
}

describe('tell', () => {
  it('lets what was only said to be done make way for the next, and keeps what asks or warns', () => {
    const { store, codes } = page();
    tell(store, news('deleted', { action: { label: 'Undo', perform: () => undefined } }));
    tell(store, news('copied', { brief: true }));
    expect(codes()).toEqual(['deleted', 'copied']);
    tell(store, news('seed', { brief: true }));
    expect(codes()).toEqual(['deleted', 'seed']);
    tell(store, news('warning'));
    tell(store, news('failed', { tone: 'error' }));
    expect(codes()).toEqual(['deleted', 'warning', 'failed']);
  });

  it('tells the same once, and takes news away after a while but no error', () => {
    const { store, codes } = page();
    tell(store, news('failed', { tone: 'error' }));
    tell(store, news('update', { lasts: true }));
    tell(store, news('copied'));
    tell(store, news('copied'));
    expect(codes()).toEqual(['failed', 'update', 'copied']);
    vi.advanceTimersByTime(60_000);
    expect(codes()).toEqual(['failed', 'update']);
  });
});
