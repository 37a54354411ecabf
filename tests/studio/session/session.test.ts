// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';

import { Session } from '../../../src/studio/session/session.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

const BASE = 'https://tessera.example/';
const LISTED = { models: [{ id: 'own', name: 'Own', url: 'models/own/' }] };

afterEach(() => vi.unstubAllGlobals());

async function startWith(modelUrl: string | null) {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(LISTED)));
  const store = createSessionStore();
  const notices = createNoticeStore();
  const page = { backend: 'auto', modelUrl } as const;
  await new Session({ store, notices, base: BASE, page, retryLabel: () => 'again' }).start();
  return { opened: store.getState().model?.url, told: notices.getState().notices.map(({ code }) => code) };
}

it('opens the model of the page’s address', async () => {
  expect((await startWith('models/mine')).opened).toBe(`${BASE}models/mine/`);
  expect((await startWith('models/mine/model.json')).opened).toBe(`${BASE}models/mine/`);
});

it('says that an imported model has gone, and opens the site’s own', async () => {
  const { opened, told } = await startWith('stored:import-1');
  expect(opened).toBe(`${BASE}models/own/`);
  expect(told).toContain('model-not-stored');
});

it.each(['http://[', 'data:application/json,{}', 'javascript:alert(1)'])(
  'says that %s is no address, and opens the site’s own model',
  async (address) => {
    const { opened, told } = await startWith(address);
    expect(opened).toBe(`${BASE}models/own/`);
    expect(told).toContain('address-invalid');
  },
);

it('offers another try when the worker dies at once, and takes the news back when its successor opens the model', async () => {
  class DyingWorker {
    onerror?: (event: object) => void;
    onmessage?: (event: object) => void;
    postMessage = () => undefined;
    terminate = () => undefined;
    constructor() {
      workers.push(this);
    }
  }
  const workers: DyingWorker[] = [];
  vi.stubGlobal('Worker', DyingWorker);
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(LISTED)));
  const store = createSessionStore();
  const notices = createNoticeStore();
  const told = () => notices.getState().notices.map(({ code, action }) => [code, action?.label]);
  const page = { backend: 'auto', modelUrl: null } as const;
  const started = new Session({ store, notices, base: BASE, page, retryLabel: () => 'again' }).start();
  workers[0].onerror?.({ message: 'gone' });
  expect(told()).toEqual([['worker-cannot-start', 'again']]);

  await vi.waitFor(() => expect(workers).toHaveLength(2));
  const manifest = { id: 'own', name: 'Own', conditioning: [] };
  workers[1].onmessage?.({
    data: { type: 'loaded', id: 1, manifest, hash: 'h', downsampling: 16, tiles: null },
  });
  await started;
  expect(store.getState().phase).toBe('ready');
  expect(told()).toEqual([]);
});
