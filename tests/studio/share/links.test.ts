// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';

import { uniform } from '../../../src/core/philox.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { createSettingsStore } from '../../../src/studio/generate/settingsStore.ts';
import { Links } from '../../../src/studio/share/links.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

const SIDE = 256;

function page(labels: Uint8Array, record: object | null) {
  const notices = createNoticeStore();
  const parts = {
    notices,
    base: 'https://tessera.example/app/',
    settings: createSettingsStore(),
    sessionStore: createSessionStore(),
    runner: {
      draft: () => ({
        kind: 'segmentation',
        map: { height: SIDE, width: SIDE, labels },
        labels: Array.from({ length: 16 }, (_, id) => ({ id, name: `label ${id}`, color: '#808080' })),
      }),
    },
    runs: { getState: () => ({ shown: record && { record }, running: null }) },
  };
  return { links: new Links(parts as never), notices };
}

const PLAIN = new Uint8Array(SIDE * SIDE).fill(3);
/** Nothing compresses this. */
const NOISE = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => Math.floor(16 * uniform(1, i, 0)));

let copied: string[];
let allowed: boolean;

beforeEach(() => {
  copied = [];
  allowed = true;
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal('navigator', {
    clipboard: {
      writeText: (text: string) => {
        if (!allowed) return Promise.reject(new Error('refused'));
        copied.push(text);
        return Promise.resolve();
      },
    },
  });
});

it('puts a link of at most 8 KB on the clipboard, with everything in its hash', async () => {
  const { links, notices } = page(PLAIN, null);
  await links.copy(() => undefined);
  expect(copied).toHaveLength(1);
  const { hash, search } = new URL(copied[0]);
  expect(hash).toMatch(/^#\/s\/1\./);
  expect(hash.length).toBeLessThanOrEqual(8192);
  expect(search).toBe('');
  expect(notices.getState().notices).toMatchObject([{ code: 'link-copied', tone: 'info' }]);
});

it('offers the PNG where the layout is too large for a link', async () => {
  const exportPng = vi.fn();
  const { links, notices } = page(NOISE, { settings: DEFAULT_SETTINGS });
  await links.copy(exportPng);
  expect(copied).toEqual([]);
  const [notice] = notices.getState().notices;
  expect(notice).toMatchObject({ code: 'link-too-large', tone: 'error', action: { label: 'Export PNG' } });
  notice.action?.perform();
  expect(exportPng).toHaveBeenCalledOnce();
});

it('offers no PNG while there is no picture, and still says what to do', async () => {
  const { links, notices } = page(NOISE, null);
  await links.copy(() => undefined);
  const [notice] = notices.getState().notices;
  expect(notice.action).toBeUndefined();
  expect(notice.advice).toContain('export the PNG');
});

it('leaves the link in the address bar where the clipboard is refused', async () => {
  allowed = false;
  const { links, notices } = page(PLAIN, null);
  await links.copy(() => undefined);
  expect(location.hash).toMatch(/^#\/s\/1\./);
  expect(notices.getState().notices[0].message).toContain('address bar');
});
