import { describe, expect, it, vi } from 'vitest';
import { TesseraError } from '../../src/core/errors.ts';
import type { FromWorker, GenerateJob } from '../../src/runtime/protocol.ts';
import { DeviceGuard } from '../../src/runtime/recoveryGuard.ts';
import { MOST_RESTARTS, RestartPolicy } from '../../src/runtime/recoveryPolicy.ts';
import { ResumableRun } from '../../src/runtime/recoveryRun.ts';

class GPUOutOfMemoryError {
  readonly message = 'Out of memory\n    at Decode';
}

/** A device that goes, and complains, when the test says so. */
function fakeDevice() {
  let lose: (info: { message: string; reason: string }) => void = () => undefined;
  const lost = new Promise((resolve) => (lose = resolve));
  const listeners: ((event: { error: unknown }) => void)[] = [];
  const device = {
    lost,
    destroy: () => lose({ message: 'let go', reason: 'destroyed' }),
    addEventListener: (_: string, listener: (event: { error: unknown }) => void) => listeners.push(listener),
  } as unknown as GPUDevice;
  return {
    device,
    lose: async (message = 'gone') => {
      lose({ message, reason: 'destroyed' });
      await lost;
    },
    complain: (error: unknown) => listeners.forEach((listener) => listener({ error })),
  };
}

describe('DeviceGuard', () => {
  it('tells a loss once, and counts it', async () => {
    const onLoss = vi.fn();
    const guard = new DeviceGuard(onLoss);
    const one = fakeDevice();
    guard.watch(one.device);
    await one.lose('driver reset');
    expect(onLoss.mock.calls).toEqual([['driver reset']]);
    expect(guard).toMatchObject({ isLost: true, losses: 1, generation: 1 });
    expect(() => guard.check()).toThrow(expect.objectContaining({ code: 'device-lost' }));
  });

  it('does not hear an earlier device once there is another', async () => {
    const onLoss = vi.fn();
    const guard = new DeviceGuard(onLoss);
    const [one, two] = [fakeDevice(), fakeDevice()];
    guard.watch(one.device);
    guard.watch(two.device);
    await one.lose();
    one.complain(new GPUOutOfMemoryError());
    expect(onLoss).not.toHaveBeenCalled();
    expect(guard.isLost).toBe(false);
    expect(() => guard.check()).not.toThrow();
  });

  it('takes a foreign error for a loss only when the device goes, in either order', async () => {
    const guard = new DeviceGuard(() => undefined);
    const one = fakeDevice();
    guard.watch(one.device);
    expect(await guard.explains(new Error('mapAsync failed'))).toBe(false);
    const explained = guard.explains(new Error('mapAsync failed'));
    await one.lose();
    expect(await explained).toBe(true);
    expect(await guard.explains(new TesseraError('no-layout', 'a', 'b'))).toBe(true);
  });

  it('waits for the loss behind a kernel that was suddenly refused', async () => {
    const guard = new DeviceGuard(() => undefined);
    const one = fakeDevice();
    guard.watch(one.device);
    const explained = guard.explains(new TesseraError('kernel-refused', 'a', 'b'));
    await one.lose();
    expect(await explained).toBe(true);
  });

  it.each([
    ['our engines', new TesseraError('device-lost', 'a', 'b')],
    ['the driver', new DOMException('not mapped', 'OperationError')],
  ])('lets a device go that is there and gives nothing back, as %s say', async (_, error) => {
    const guard = new DeviceGuard(() => undefined);
    guard.watch(fakeDevice().device);
    expect(await guard.explains(error)).toBe(true);
    expect(guard).toMatchObject({ isLost: true, losses: 1 });
  });

  it('leaves our own errors alone while the device is there', async () => {
    const guard = new DeviceGuard(() => undefined);
    guard.watch(fakeDevice().device);
    expect(await guard.explains(new TesseraError('no-layout', 'a', 'b'))).toBe(false);
  });

  it('makes results void after an error that nobody asked about, once', () => {
    const guard = new DeviceGuard(() => undefined);
    const one = fakeDevice();
    guard.watch(one.device);
    one.complain(new GPUOutOfMemoryError());
    expect(() => guard.check()).toThrow(
      expect.objectContaining({
        code: 'gpu-out-of-memory',
        message: 'the graphics memory was not enough (Out of memory)',
      }),
    );
    expect(() => guard.check()).not.toThrow();
  });
});

describe('RestartPolicy', () => {
  it('gives up after repeated losses, and forgets those of long ago', () => {
    let time = 0;
    const policy = new RestartPolicy(() => time);
    for (let i = 0; i < MOST_RESTARTS; i++) expect(policy.mayRestart()).toBe(true);
    expect(policy.mayRestart()).toBe(false);
    time = 60 * 60_000;
    expect(policy.mayRestart()).toBe(true);
  });
});

const JOB: GenerateJob = {
  height: 64,
  width: 32,
  settings: {
    kind: 'none',
    seed: 1,
    temperature: 1,
    topK: 0,
    topP: 1,
    greedy: false,
    window: 'exact',
  },
  condition: { kind: 'none' },
};

function drawn(cells: number[], count: number, total: number): FromWorker {
  const window = { top: 0, left: 0, height: 4, width: 2 };
  return {
    type: 'drawn',
    id: 1,
    cells: Int32Array.from(cells),
    tokens: Int32Array.from(cells, (cell) => 10 + cell),
    window,
    drawn: count,
    total,
    tokensPerSecond: 1,
    secondsLeft: 1,
  };
}

function done(tokens: number, cancelled = false): FromWorker {
  return {
    type: 'done',
    id: 1,
    cancelled,
    pixels: null,
    record: {
      version: 1,
      model: { id: 'm', hash: 'h' },
      grid: { height: 4, width: 2 },
      settings: { ...JOB.settings },
      condition: { kind: 'none', height: 1, width: 1, tokens: [0] },
      tokens: [0, 1, 2, 3, 4, 5, 6, 7].map((cell) => cell + 10),
      stats: { positions: 5, tokens, elapsedMs: 3 },
    },
  };
}

describe('ResumableRun', () => {
  it('passes a run on that nothing disturbs as it is', () => {
    const heard: FromWorker[] = [];
    const run = new ResumableRun(JOB, (message) => heard.push(message), vi.fn());
    expect(run.next()).toBe(JOB);
    run.post(drawn([0, 1], 2, 8));
    run.post(done(8));
    expect(heard).toEqual([drawn([0, 1], 2, 8), done(8)]);
  });

  it('goes on from the tokens that were told, twice, and counts them all', () => {
    const heard: FromWorker[] = [];
    let time = 100;
    const run = new ResumableRun(
      JOB,
      (message) => heard.push(message),
      vi.fn(),
      () => time,
    );
    run.next();
    run.post(drawn([0, 1, 2], 3, 8));
    expect(run.next().keep).toEqual(Int32Array.of(10, 11, 12, -1, -1, -1, -1, -1));
    run.post(drawn([3, 4], 2, 5));
    expect(run.next().keep).toEqual(Int32Array.of(10, 11, 12, 13, 14, -1, -1, -1));
    run.post(drawn([5, 6, 7], 3, 3));
    time = 350;
    run.post(done(3));
    expect(heard.slice(0, 3).map((message) => 'drawn' in message && [message.drawn, message.total])).toEqual([
      [3, 8],
      [5, 8],
      [8, 8],
    ]);
    expect(heard[3]).toMatchObject({ record: { stats: { tokens: 8, elapsedMs: 250 } } });
  });

  it('keeps what the job kept', () => {
    const keep = Int32Array.of(1, 2, 3, 4, -1, -1, -1, -1);
    const run = new ResumableRun({ ...JOB, keep }, vi.fn(), vi.fn());
    run.next();
    run.post(drawn([4], 1, 4));
    expect(run.next().keep).toEqual(Int32Array.of(1, 2, 3, 4, 14, -1, -1, -1));
    expect(keep[4]).toBe(-1);
  });

  it('tells no end whose results cannot be trusted; a cancelled one needs none', () => {
    const heard: FromWorker[] = [];
    const unsound = () => {
      throw new TesseraError('device-lost', 'a', 'b');
    };
    const run = new ResumableRun(JOB, (message) => heard.push(message), unsound);
    expect(() => run.post(done(8))).toThrow(expect.objectContaining({ code: 'device-lost' }));
    expect(heard).toEqual([]);
    run.post(done(4, true));
    expect(heard).toHaveLength(1);
  });
});
