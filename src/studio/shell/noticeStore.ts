import { createStore } from 'zustand/vanilla';

import { reportOf } from '../../core/errors.ts';

/** Something to tell. `error` is read out at once and stays until dismissed; `info` says what was done. */
export interface Notice {
  readonly id: number;
  readonly tone: 'error' | 'info';
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  /** News that stays until it is dismissed, as errors do. */
  readonly lasts?: boolean;
  /** Says only that what was just asked for is done: whatever comes next takes its place, so that nothing piles up. */
  readonly brief?: boolean;
  readonly action?: { readonly label: string; readonly perform: () => void };
}

export interface NoticeState {
  readonly notices: readonly Notice[];
}

const MOST_NOTICES = 4;
/** News goes by itself; errors stay until they are dismissed. */
const INFO_MS = 12_000;

export function createNoticeStore() {
  return createStore<NoticeState>(() => ({ notices: [] }));
}

export type NoticeStore = ReturnType<typeof createNoticeStore>;

let nextId = 1;

/** A notice of the same code takes the place of an earlier one. */
export function tell(store: NoticeStore, notice: Omit<Notice, 'id'>): void {
  const id = nextId++;
  store.setState(({ notices }) => ({
    notices: [
      ...notices.filter((other) => other.code !== notice.code && !other.brief),
      { ...notice, id },
    ].slice(-MOST_NOTICES),
  }));
  if (notice.tone === 'info' && !notice.lasts) setTimeout(() => dismiss(store, id), INFO_MS);
}

export function tellError(store: NoticeStore, thrown: unknown, action?: Notice['action']): void {
  tell(store, { tone: 'error', ...reportOf(thrown), action });
}

/** What went wrong before is settled once something new is begun. */
export function dismissErrors(store: NoticeStore): void {
  store.setState(({ notices }) => ({ notices: notices.filter(({ tone }) => tone !== 'error') }));
}

/** What one kind of notice was about has been seen to. */
export function settle(store: NoticeStore, code: string): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.code !== code) }));
}

export function dismiss(store: NoticeStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
