// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Manifest } from '../../../src/checkpoint/manifest.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { RunListener } from '../../../src/runtime/client.ts';
import type { LabelMap } from '../../../src/core/layout.ts';
import type { GenerateJob } from '../../../src/runtime/protocol.ts';
import { keepRun, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { createRunStore } from '../../../src/studio/generate/runStore.ts';
import { Runner, samplingSettings } from '../../../src/studio/generate/runner.ts';
import { createSettingsStore, parseSettings } from '../../../src/studio/generate/settingsStore.ts';
import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { emptyTrace } from '../../../src/studio/replay/trace.ts';
import type { Session } from '../../../src/studio/session/session.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

const MANIFEST = {
  name: 'Test',
  imageStage: { type: 'vqgan', codes: 64 },
  conditioning: [{ kind: 'segmentation', stage: null, tokenOffset: 0 }],
  transformer: { layers: 1, heads: 1, width: 8, vocabulary: 64, blockSize: 512, unmasked: 0 },
} as unknown as Manifest;
const LOADED = { manifest: MANIFEST, hash: 'h', storage: 'memory', downsampling: 16 } as const;

function setUp() {
  const sessionStore = createSessionStore();
  sessionStore.setState({
    phase: 'ready',
    loaded: LOADED,
    labels: [{ id: 3, name: 'three', color: '#ffffff' }],
  });
  let listener: RunListener | null = null;
  let settle: (value: unknown) => void = () => undefined;
  const cancel = vi.fn();
  const generate = vi.fn((_job: GenerateJob, given: RunListener) => {
    listener = given;
    return { result: new Promise((resolve) => (settle = resolve)), cancel };
  });
  const session = { client: { generate } } as unknown as Session;
  const settings = createSettingsStore();
  const runs = createRunStore();
  const notices = createNoticeStore();
  const document = new LayoutDocument(256, 256);
  const runner = new Runner({
    session,
    sessionStore,
    settings,
    document,
    drawn: () => null,
    runs,
    notices,
  });
  return {
    runner,
    document,
    settings,
    runs,
    notices,
    generate,
    cancel,
    listener: () => listener as RunListener,
    finish: (value: unknown) => settle(value),
  };
}

describe('Runner', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('asks for a layout before it starts, and says what to do', () => {
    expect(() => setUp().runner.request()).toThrow(
      expect.objectContaining({ code: 'layout-empty' }) as Error,
    );
  });

  it('refuses labels that the model does not know', () => {
    const { runner, document } = setUp();
    document.fill({ x: 1, y: 1 }, 9);
    expect(() => runner.request()).toThrow(expect.objectContaining({ code: 'unknown-labels' }) as Error);
  });

  it('takes the layout down: what is painted afterwards does not change the run', () => {
    const { runner, document, settings } = setUp();
    document.fill({ x: 1, y: 1 }, 3);
    const request = runner.request();
    document.clear();
    settings.setState({ temperature: 2 });
    expect(request.sampling.temperature).toBe(1);
    expect(request.document).toMatchObject({ kind: 'segmentation' });
    expect(request.document.kind === 'segmentation' && request.document.map.labels[0]).toBe(3);
  });

  it('begins the course of a continued run with the tokens that were kept', async () => {
    const { runner, document, runs, generate, finish } = setUp();
    document.fill({ x: 1, y: 1 }, 3);
    const keep = new Int32Array(256).fill(-1);
    keep.set([9, 8, 7]);
    const ended = runner.run({ ...runner.request(), keep, kept: new Set([2]) });
    expect(generate.mock.calls[0][0].keep).toEqual(keep);
    expect(runs.getState()).toMatchObject({ position: 3, running: { total: 253 } });
    // What was kept of a photo was there before the first draw.
    const { kept, trace } = runs.getState().shown ?? {};
    expect(kept).toEqual(new Set([2]));
    expect([...(trace?.cells.subarray(0, 3) ?? [])]).toEqual([2, 0, 1]);
    finish({ record: { tokens: [] }, cancelled: false, pixels: null });
    expect(await ended).toBe('finished');
  });

  it('tells a failure, and says how the run ended', async () => {
    const { runner, document, notices, finish } = setUp();
    document.fill({ x: 1, y: 1 }, 3);
    const ended = runner.run(runner.request());
    finish(Promise.reject(new TesseraError('out-of-memory', 'there is no room', 'make room')));
    expect(await ended).toBe('failed');
    expect(notices.getState().notices[0]).toMatchObject({ code: 'out-of-memory', tone: 'error' });
  });

  it('sends the painted layout with its gaps closed, and follows the drawn tokens', async () => {
    const { runner, document, generate, runs, listener, finish, cancel } = setUp();
    document.beginStroke({ x: 100, y: 100 }, 30, 3);
    document.endStroke();
    const started = runner.run(runner.request());
    const job = generate.mock.calls[0][0];
    expect(job).toMatchObject({ width: 256, height: 256 });
    expect('map' in job.condition && job.condition.kind).toBe('segmentation');
    const { map } = job.condition as { map: LabelMap };
    expect(map.labels.every((label) => label === 3)).toBe(true);
    expect(document.map.labels.includes(255)).toBe(true);

    listener().onDrawn({
      type: 'drawn',
      id: 1,
      cells: Int32Array.of(0, 1, 2),
      tokens: Int32Array.of(5, 6, 7),
      window: { top: 0, left: 0, height: 16, width: 16 },
      drawn: 3,
      total: 256,
      tokensPerSecond: 30,
      secondsLeft: 8,
    });
    expect(runs.getState()).toMatchObject({ position: 3, running: { drawn: 3, total: 256 } });
    expect([...(runs.getState().shown?.trace.tokens.subarray(0, 3) ?? [])]).toEqual([5, 6, 7]);

    runner.cancel();
    expect(cancel).toHaveBeenCalled();
    expect(runs.getState().running?.cancelling).toBe(true);
    const record = { tokens: [5, 6, 7], grid: { height: 16, width: 16 } };
    finish({ type: 'done', id: 1, record, cancelled: true, pixels: null });
    await started;
    expect(runs.getState()).toMatchObject({ running: null, shown: { cancelled: true }, position: 3 });
  });

  it('goes on with its own run when another is shown in the middle', async () => {
    const { runner, document, runs, listener, finish } = setUp();
    document.fill({ x: 1, y: 1 }, 3);
    const started = runner.run(runner.request());
    const own = runs.getState().shown;
    const other = { ...own, id: 'other', trace: emptyTrace(16, 16, 16) } as ShownRun;
    runs.setState({ shown: other });
    listener().onDrawn({
      type: 'drawn',
      id: 1,
      cells: Int32Array.of(0),
      tokens: Int32Array.of(5),
      window: { top: 0, left: 0, height: 16, width: 16 },
      drawn: 1,
      total: 256,
      tokensPerSecond: 30,
      secondsLeft: 8,
    });
    expect(other.trace.count).toBe(0);
    finish({ record: { tokens: [5] }, cancelled: false, pixels: null });
    await started;
    expect(runs.getState().shown).toMatchObject({ id: own?.id, trace: { count: 1 } });
  });

  it('rolls a new seed for every run unless it is kept', async () => {
    const { runner, document, settings, generate, finish } = setUp();
    document.fill({ x: 1, y: 1 }, 3);
    settings.setState({ seed: 5, seedLocked: false });
    const started = runner.run(runner.request());
    expect(generate.mock.calls[0][0].settings.seed).toBe(settings.getState().seed);
    expect(settings.getState().seed).not.toBe(5);
    finish({ record: { tokens: [] }, cancelled: false, pixels: null });
    await started;
  });
});

describe('samplingSettings', () => {
  const settings = parseSettings(null);

  it('chooses the window by size until the person does', () => {
    expect(samplingSettings(settings, LOADED).window).toBe('exact');
    expect(samplingSettings({ ...settings, width: 512 }, LOADED).window).toBe('stride-4');
    expect(samplingSettings({ ...settings, width: 512, window: 'exact' }, LOADED).window).toBe('exact');
  });

  it('keeps top-k inside the codebook and the condition inside the model', () => {
    expect(samplingSettings(settings, LOADED).topK).toBe(64);
    expect(samplingSettings({ ...settings, kind: 'depth' }, LOADED).kind).toBe('segmentation');
  });
});

describe('keepRun', () => {
  const run = (id: string, source: ShownRun['source']) => ({ id, source }) as ShownRun;

  it('puts runs of this visit first, the newest leading, and bounds their number', () => {
    let kept: readonly ShownRun[] = [];
    for (const id of ['r1', 'r2']) kept = keepRun(kept, run(id, 'recorded'));
    for (let i = 0; i < 3; i++) kept = keepRun(kept, run(`l${i}`, 'live'));
    expect(kept.map(({ id }) => id)).toEqual(['l2', 'l1', 'l0', 'r1', 'r2']);
    for (let i = 3; i < 40; i++) kept = keepRun(kept, run(`l${i}`, 'live'));
    expect(kept).toHaveLength(12);
    expect(kept[0].id).toBe('l39');
  });
});
