// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Manifest } from '../../../src/checkpoint/manifest.ts';
import type { RunRecord } from '../../../src/core/runRecord.ts';
import type { DrawnTokens } from '../../../src/runtime/client.ts';
import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { traceOfRecord } from '../../../src/studio/replay/trace.ts';
import type { Session } from '../../../src/studio/session/session.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';
import { WhatIf } from '../../../src/studio/whatif/whatIf.ts';
import { createWhatIfStore } from '../../../src/studio/whatif/whatIfStore.ts';
import { aWholeRecord } from '../../support/aRun.ts';

const SIDE = 16;
const RECORD = aWholeRecord(SIDE, SIDE, 'exact', 60);
const PIXELS = { top: 0, left: 0, height: 1, width: 1, rgba: new Uint8ClampedArray(4) };

function setUp() {
  const decode = vi.fn(() => ({ result: Promise.resolve(PIXELS), cancel: vi.fn() }));
  const inspect = vi.fn(() => ({
    result: Promise.resolve({ about: 'part', pixels: PIXELS }),
    cancel: vi.fn(),
  }));
  let settle: (value: unknown) => void = () => undefined;
  let tell: (drawn: DrawnTokens) => void = () => undefined;
  const cancel = vi.fn();
  const resample = vi.fn((_record: RunRecord, onDrawn: (drawn: DrawnTokens) => void) => {
    tell = onDrawn;
    return { result: new Promise((resolve) => (settle = resolve)), cancel };
  });
  const runs = createRunStore();
  const sessionStore = createSessionStore();
  const store = createWhatIfStore();
  const session = { client: { decode, inspect, resample } } as unknown as Session;
  const whatIf = new WhatIf({ store, runs, session, sessionStore, notices: createNoticeStore() });
  const original = {
    id: 'original',
    source: 'recorded',
    seed: 5,
    record: RECORD,
    trace: traceOfRecord(RECORD, 16, { height: SIDE, width: SIDE }),
    decoded: document.createElement('canvas'),
    atlas: null,
  } as unknown as ShownRun;
  const manifest = { transformer: { blockSize: 512 } } as unknown as Manifest;
  sessionStore.setState({ loaded: { manifest, hash: 'h', storage: 'memory', downsampling: 16 } });
  runs.setState({ shown: original, kept: [original] });
  const tokens = () => runs.getState().shown?.record?.tokens;
  return {
    whatIf,
    runs,
    store,
    original,
    tokens,
    decode,
    inspect,
    resample,
    cancel,
    settle: (value: unknown) => settle(value),
    tell: (drawn: Partial<DrawnTokens>) => tell(drawn as DrawnTokens),
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('WhatIf', () => {
  beforeEach(() => {
    // jsdom has no canvas; the pictures are the browser tests' business.
    HTMLCanvasElement.prototype.getContext = () => null;
    vi.stubGlobal('ImageData', class {});
  });

  it('lays a code as a run of its own, decodes around it and then the whole', async () => {
    const { whatIf, runs, original, tokens, decode, inspect, store } = setUp();
    const unfinished: boolean[] = [];
    runs.subscribe(({ shown }) => shown !== original && unfinished.push(store.getState().busy === null));
    whatIf.lay([40], 63);
    // Nobody may take the tile for the picture.
    expect(unfinished).not.toContain(true);
    expect(tokens()?.[40]).toBe(63);
    expect(runs.getState().shown).not.toBe(original);
    expect(original.record?.tokens[40]).toBe(40);
    expect(runs.getState().kept.map(({ id }) => id)).toContain('original');
    expect(runs.getState().kept).toHaveLength(2);
    expect(inspect).toHaveBeenCalledWith(
      expect.objectContaining({ about: 'part', part: { top: 1, left: 7, height: 3, width: 3 } }),
    );
    expect(decode).toHaveBeenCalledTimes(1);
    expect(store.getState().busy).toBe('decoding');
    await settled();
    expect(store.getState().busy).toBeNull();
  });

  it('takes nothing for an edit that changes nothing', () => {
    const { whatIf, store } = setUp();
    whatIf.lay([40], 40);
    expect(store.getState().past).toEqual([]);
  });

  it('undoes and redoes exactly, and starts over with another run', async () => {
    const { whatIf, runs, original, tokens, store } = setUp();
    whatIf.lay([40], 63);
    whatIf.lay([41, 42], 62);
    await settled();
    const edited = runs.getState().shown;
    whatIf.undo();
    expect(tokens()?.slice(40, 43)).toEqual([63, 41, 42]);
    whatIf.undo();
    expect(runs.getState().shown).toBe(original);
    whatIf.undo();
    expect(runs.getState().shown).toBe(original);
    whatIf.redo();
    whatIf.redo();
    expect(runs.getState().shown).toBe(edited);
    whatIf.undo();
    whatIf.lay([50], 1);
    expect(store.getState().future).toEqual([]);
    runs.setState({ shown: { ...original, id: 'other', record: { ...RECORD } } });
    expect(store.getState()).toMatchObject({ past: [], before: null });
  });

  it('draws everything after a token again from the record, with the same seed', async () => {
    const { whatIf, runs, resample, settle, tell, tokens, store } = setUp();
    const done = whatIf.resampleAfter(250);
    const [asked] = resample.mock.calls[0];
    expect(asked.tokens.slice(249)).toEqual([9, 10, -1, -1, -1, -1, -1]);
    expect(asked.settings.seed).toBe(5);
    expect(runs.getState()).toMatchObject({ position: 251, running: { total: 5 } });
    const window = { top: 0, left: 0, height: 16, width: 16 };
    tell({ cells: Int32Array.of(251), tokens: Int32Array.of(33), window, drawn: 1, total: 5 });
    expect(runs.getState()).toMatchObject({ position: 252, running: { drawn: 1 } });
    const drawn = { ...RECORD, tokens: RECORD.tokens.map((token, i) => (i > 250 ? 33 : token)) };
    settle({ record: drawn, cancelled: false, pixels: PIXELS });
    await done;
    expect(tokens()).toEqual(drawn.tokens);
    expect(runs.getState()).toMatchObject({ running: null, position: 256 });
    whatIf.undo();
    expect(tokens()).toEqual(RECORD.tokens);
    expect(store.getState().busy).toBeNull();
  });

  it('draws a region again with another seed, and leaves the run as it was when cancelled', async () => {
    const { whatIf, runs, resample, settle, cancel, original } = setUp();
    whatIf.set({ region: { top: 2, left: 3, height: 2, width: 4 } });
    const done = whatIf.resampleRegion();
    const [asked] = resample.mock.calls[0];
    expect(asked.tokens.filter((token) => token === -1)).toHaveLength(8);
    expect(asked.tokens[2 * SIDE + 3]).toBe(-1);
    expect(asked.settings.seed).not.toBe(5);
    runs.setState(({ running }) => ({ running: running && { ...running, cancelling: true } }));
    expect(cancel).toHaveBeenCalled();
    settle({ record: { ...RECORD, tokens: asked.tokens }, cancelled: true, pixels: null });
    await done;
    expect(runs.getState()).toMatchObject({ shown: original, running: null });
  });

  it('leaves runs alone that other weights drew', () => {
    const { whatIf, runs, original } = setUp();
    const foreign = { ...original, record: { ...RECORD, model: { id: 'm', hash: 'other' } } };
    runs.setState({ shown: foreign });
    whatIf.lay([40], 63);
    expect(runs.getState().shown).toBe(foreign);
    expect(whatIf.canEdit).toBe(false);
  });
});
