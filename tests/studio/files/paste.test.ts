import { afterEach, describe, expect, it, vi } from 'vitest';

import { openPasted, pasteFromClipboard } from '../../../src/studio/files/paste.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

const PICTURE = new File(['pixels'], 'picture.png', { type: 'image/png' });
const RECORD = '{"tokens":[1]}';

function page() {
  const notices = createNoticeStore();
  const intake = {
    open: vi.fn(() => Promise.resolve()),
    openText: vi.fn((text: string) => Promise.resolve(text === RECORD)),
  };
  const links = { open: vi.fn(() => Promise.resolve()) };
  const parts = { notices, intake, links } as unknown as Parameters<typeof openPasted>[0];
  const told = () => notices.getState().notices.map(({ code, message }) => `${code}: ${message}`);
  return { parts, intake, links, told };
}

function clipboard(...items: Record<string, string>[]) {
  vi.stubGlobal('navigator', {
    clipboard: {
      read: () =>
        Promise.resolve(
          items.map((item) => ({
            types: Object.keys(item),
            getType: (type: string) => Promise.resolve(new Blob([item[type]], { type })),
          })),
        ),
    },
  });
}

afterEach(() => vi.unstubAllGlobals());

describe('openPasted', () => {
  it('takes files before text, a link before a record, and says what it cannot open', async () => {
    const { parts, intake, links, told } = page();
    await openPasted(parts, { files: [PICTURE], text: 'https://tessera.example/#/s/1.abc' });
    expect(intake.open).toHaveBeenCalledExactlyOnceWith([PICTURE]);
    await openPasted(parts, { files: [], text: 'Look: https://tessera.example/#/s/1.abc' });
    expect(links.open).toHaveBeenCalledExactlyOnceWith('1.abc');
    await openPasted(parts, { files: [], text: RECORD });
    expect(told()).toEqual([]);
    await openPasted(parts, { files: [], text: 'Dear reader' });
    expect(told()).toEqual([expect.stringMatching(/^paste-unknown: the text on the clipboard/)]);
    await openPasted(parts, { files: [], text: '' });
    expect(told()).toEqual([expect.stringMatching(/^paste-unknown: the clipboard holds nothing/)]);
  });
});

describe('pasteFromClipboard', () => {
  it('opens the picture that was copied, also where its text lies beside it', async () => {
    const { parts, intake } = page();
    clipboard({ 'text/html': '<img>', 'image/png': 'pixels' });
    await pasteFromClipboard(parts);
    const [[file]] = intake.open.mock.calls[0] as unknown as [File[]];
    expect([file.name, file.type, await file.text()]).toEqual(['image.png', 'image/png', 'pixels']);
  });

  it('opens a record that was copied as text', async () => {
    const { parts, intake, told } = page();
    clipboard({ 'text/plain': RECORD });
    await pasteFromClipboard(parts);
    expect(intake.openText).toHaveBeenCalledWith(RECORD);
    expect(told()).toEqual([]);
  });

  it('says so where the browser refuses', async () => {
    const { parts, told } = page();
    vi.stubGlobal('navigator', { clipboard: { read: () => Promise.reject(new Error('denied')) } });
    await pasteFromClipboard(parts);
    expect(told()).toEqual([expect.stringMatching(/^clipboard-closed: /)]);
  });
});
