import { expect, it, vi } from 'vitest';

import { keepOffline } from '../../../src/studio/offline/updates.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

class Registration extends EventTarget {
  waiting: { postMessage: (data: unknown) => void } | null = null;
  installing: (EventTarget & { state: string }) | null = null;
  update = vi.fn(() => Promise.resolve());
}

async function open({ controlled = true, waiting = false } = {}) {
  const registration = new Registration();
  const posted: unknown[] = [];
  const worker = { postMessage: (data: unknown) => posted.push(data) };
  if (waiting) registration.waiting = worker;
  const container = Object.assign(new EventTarget(), {
    controller: controlled ? {} : null,
    register: vi.fn(() => Promise.resolve(registration)),
  });
  const notices = createNoticeStore();
  const reload = vi.fn();
  let visible = () => {};
  let now = 0;
  await keepOffline({
    container: container as never,
    base: 'https://tessera.example/app/',
    notices,
    reload,
    onVisible: (listener) => (visible = listener),
    now: () => now,
  });
  const install = () => {
    registration.installing = Object.assign(new EventTarget(), { state: 'installed' });
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = worker;
    registration.installing.dispatchEvent(new Event('statechange'));
  };
  const takeOver = () => container.dispatchEvent(new Event('controllerchange'));
  const show = (at: number) => ((now = at), visible());
  const offered = () => notices.getState().notices.find(({ code }) => code === 'update-ready');
  return { registration, container, posted, reload, install, takeOver, show, offered };
}

it('registers for its own folder and no more', async () => {
  const { container } = await open();
  expect(container.register).toHaveBeenCalledWith('https://tessera.example/app/sw.js', {
    scope: 'https://tessera.example/app/',
    updateViaCache: 'none',
  });
});

it('says nothing when the first one is installed and takes the page', async () => {
  const { install, takeOver, offered, reload } = await open({ controlled: false });
  install();
  takeOver();
  expect(offered()).toBeUndefined();
  expect(reload).not.toHaveBeenCalled();
});

it('offers a newer build, and reloads once it has taken over', async () => {
  const { install, takeOver, offered, posted, reload } = await open();
  install();
  expect(offered()).toMatchObject({ tone: 'info', lasts: true });
  expect(posted).toEqual([]);
  offered()?.action?.perform();
  expect(posted).toEqual(['take-over']);
  expect(reload).not.toHaveBeenCalled();
  takeOver();
  expect(reload).toHaveBeenCalledOnce();
});

it('offers one that has been waiting since an earlier visit', async () => {
  expect((await open({ waiting: true })).offered()).toBeDefined();
});

it('never reloads a page whose person did not ask: another tab did', async () => {
  const { takeOver, offered, reload } = await open();
  takeOver();
  expect(reload).not.toHaveBeenCalled();
  offered()?.action?.perform();
  expect(reload).toHaveBeenCalledOnce();
});

it('looks for a newer build when a page is seen again after an hour', async () => {
  const { registration, show } = await open();
  show(1000);
  expect(registration.update).not.toHaveBeenCalled();
  show(2 * 60 * 60 * 1000);
  expect(registration.update).toHaveBeenCalledOnce();
});
