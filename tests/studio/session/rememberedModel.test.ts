// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';

import { Session } from '../../../src/studio/session/session.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { rememberModel } from '../../../src/studio/session/rememberedModel.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

const BASE = 'https://tessera.example/app/';

beforeEach(() => {
  localStorage.clear();
  // Without a worker nothing is loaded, so what is chosen is all there is to see.
  vi.stubGlobal('Worker', undefined);
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      Response.json({
        models: ['first', 'second'].map((id) => ({ id, name: id, url: `models/${id}/` })),
      }),
    ),
  );
});

async function chosen(modelUrl: string | null = null): Promise<string | undefined> {
  const store = createSessionStore();
  await new Session({
    store,
    notices: createNoticeStore(),
    base: BASE,
    page: { backend: 'auto', modelUrl },
    retryLabel: () => '',
  }).start();
  return store.getState().model?.id;
}

it('opens the model that was open last, and without one the first', async () => {
  expect(await chosen()).toBe('first');
  rememberModel(`${BASE}models/second/`);
  expect(await chosen()).toBe('second');
});

it('does not open one that the page no longer lists: its host is not asked', async () => {
  rememberModel('https://elsewhere.example/model/');
  expect(await chosen()).toBe('first');
});

it('opens what the address names before what was open last', async () => {
  rememberModel(`${BASE}models/second/`);
  expect(await chosen('models/first/')).toBe('first');
});
