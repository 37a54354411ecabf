// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { RunRecord } from '../../../src/core/runRecord.ts';
import type { TokenGrid } from '../../../src/core/grid.ts';
import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { KeyFrames, keyRows } from '../../../src/studio/replay/keyFrames.ts';
import { traceOfRecord } from '../../../src/studio/replay/trace.ts';
import type { Session } from '../../../src/studio/session/session.ts';
import { createSessionStore, type LoadedState } from '../../../src/studio/session/sessionStore.ts';

const [HEIGHT, WIDTH, SIDE] = [16, 16, 16];
/** Longer than the timeline has to rest. */
const REST = 400;

function aRun(hash = 'h'): ShownRun {
  const tokens = Array.from({ length: HEIGHT * WIDTH }, (_, i) => i % 61);
  const record = {
    model: { id: 'm', hash },
    grid: { height: HEIGHT, width: WIDTH },
    settings: { window: 'exact' },
    tokens,
  } as unknown as RunRecord;
  const trace = traceOfRecord(record, SIDE, { height: 16, width: 16 });
  const decoded = document.createElement('canvas');
  decoded.width = WIDTH * SIDE;
  decoded.height = HEIGHT * SIDE;
  return { id: hash, record, trace, decoded } as ShownRun;
}

/** A worker that decodes when it is told to. */
function setUp(shown = aRun()) {
  const open: { grid: TokenGrid; done: () => void; fail: () => void; cancelled: boolean }[] = [];
  const decode = (grid: TokenGrid) => {
    const [width, height] = [grid.width * SIDE, grid.height * SIDE];
    const rgba = new Uint8ClampedArray(width * height * 4);
    const result = new Promise((resolve, reject) => {
      const fail = () => reject(new Error('no'));
      open.push({
        grid,
        done: () => resolve({ top: 0, left: 0, width, height, rgba }),
        fail,
        cancelled: false,
      });
    });
    const mine = open[open.length - 1];
    const cancel = () => {
      mine.cancelled = true;
      mine.fail();
    };
    return { result, cancel };
  };
  const runs = createRunStore();
  const sessionStore = createSessionStore();
  sessionStore.setState({ loaded: { hash: 'h' } as LoadedState });
  const session = { client: { decode } } as unknown as Session;
  const frames = new KeyFrames({ runs, session, sessionStore });
  runs.setState({ shown, unattended: false, position: shown.trace.count });
  const rest = () => vi.advanceTimersByTimeAsync(REST);
  const finish = async () => {
    open.at(-1)?.done();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { open, runs, sessionStore, frames, shown, rest, finish };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ putImageData: vi.fn() } as never);
  vi.stubGlobal('ImageData', class {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('rows of key frames', () => {
  it('are few, evenly spread, and never the finished picture', () => {
    expect(keyRows(16)).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(keyRows(52)).toEqual([7, 14, 21, 28, 35, 42, 49]);
    expect(keyRows(3)).toEqual([1, 2]);
    expect(keyRows(1)).toEqual([]);
  });
});

describe('key frames', () => {
  it('are decoded when the timeline rests, the nearest first, each from the tokens above alone', async () => {
    const { open, runs, frames, shown, rest, finish } = setUp();
    await rest();
    expect(open).toHaveLength(0);
    runs.setState({ position: 5 * WIDTH + 3 });
    await vi.advanceTimersByTimeAsync(100);
    runs.setState({ position: 9 * WIDTH + 3 });
    await vi.advanceTimersByTimeAsync(200);
    expect(open).toHaveLength(0);
    await rest();
    expect(open).toHaveLength(1);
    expect(open[0].grid).toMatchObject({ height: 8, width: WIDTH });
    expect([...open[0].grid.tokens]).toEqual(shown.record?.tokens.slice(0, 8 * WIDTH));
    expect(frames.at(shown, 9)).toBeNull();
    await finish();
    expect(frames.store.getState().revision).toBe(1);
    expect(frames.at(shown, 9)).toMatchObject({ rows: 8, canvas: { width: 256, height: 128 } });
    // Between two key frames the earlier one stands; one that is not decoded is not stood in for.
    expect(frames.at(shown, 8)?.rows).toBe(8);
    expect(frames.at(shown, 10)).toBeNull();
    for (let i = 0; i < 6; i++) await finish();
    expect(open.map(({ grid }) => grid.height).toSorted((a, b) => a - b)).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(frames.at(shown, 15)?.rows).toBe(14);
    expect(frames.at(shown, 1)).toBeNull();
    runs.setState({ position: 4 });
    await rest();
    expect(open).toHaveLength(7);
  });

  it('wait while a run is played, and go on after', async () => {
    const { open, runs, frames, shown, rest, finish } = setUp();
    runs.setState({ position: 40 });
    await rest();
    runs.setState({ playing: true });
    expect(open[0].cancelled).toBe(true);
    await rest();
    expect(open).toHaveLength(1);
    runs.setState({ playing: false });
    await rest();
    expect(open).toHaveLength(2);
    await finish();
    expect(frames.at(shown, 2)?.rows).toBe(2);
  });

  it('are forgotten with their run, also one that is being decoded', async () => {
    const { open, runs, frames, shown, rest, finish } = setUp();
    runs.setState({ position: 40 });
    await rest();
    await finish();
    const other = { ...aRun(), id: 'other' };
    runs.setState({ shown: other, position: other.trace.count });
    expect(open[1].cancelled).toBe(true);
    expect(frames.at(shown, 2)).toBeNull();
    expect(frames.at(other, 2)).toBeNull();
  });

  it('are not asked for where they cannot be had: other weights, nobody at the timeline, a failure', async () => {
    const elsewhere = setUp(aRun('another'));
    elsewhere.runs.setState({ position: 40 });
    await elsewhere.rest();
    expect(elsewhere.open).toHaveLength(0);
    const { open, runs, rest } = setUp();
    runs.setState({ position: 40, unattended: true });
    await rest();
    expect(open).toHaveLength(0);
    runs.setState({ unattended: false, position: 41 });
    await rest();
    open[0].fail();
    await rest();
    expect(open).toHaveLength(1);
  });
});
