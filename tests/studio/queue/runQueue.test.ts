import { describe, expect, it, vi } from 'vitest';

import type { RunOutcome, RunRequest } from '../../../src/studio/generate/runner.ts';
import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { RunQueue, withSeeds } from '../../../src/studio/queue/runQueue.ts';
import { aLayout, aRecord } from '../../support/aRun.ts';

const MODEL = { url: 'https://a.example/tiny/', name: 'Tiny' };

function request(seed: number): RunRequest {
  return { width: 32, height: 32, sampling: { ...aRecord().settings, seed }, document: aLayout() };
}

function setUp(openModel = () => Promise.resolve(true)) {
  const runs = createRunStore();
  const drawn: number[] = [];
  const ends: ((outcome: RunOutcome) => void)[] = [];
  const runner = {
    cancel: vi.fn(() => ends.at(-1)?.('cancelled')),
    run: vi.fn((asked: RunRequest) => {
      drawn.push(asked.sampling.seed);
      runs.setState({ shown: { id: String(asked.sampling.seed) } as ShownRun });
      return new Promise<RunOutcome>((resolve) => ends.push(resolve));
    }),
  };
  const onBegan = vi.fn();
  const onEnded = vi.fn();
  const queue = new RunQueue({ runner, runs, openModel, onBegan, onEnded });
  const state = () => queue.store.getState();
  /** Ends the run that is drawn, and lets the next begin. */
  const end = async (outcome: RunOutcome = 'finished') => {
    ends.at(-1)?.(outcome);
    await new Promise((resolve) => setTimeout(resolve));
  };
  const begun = () => new Promise((resolve) => setTimeout(resolve));
  const waiting = () => state().waiting.map((item) => item.request.sampling.seed);
  return { queue, runs, drawn, state, end, begun, waiting, runner, onBegan, onEnded };
}

describe('RunQueue', () => {
  it('draws one run at a time, in order', async () => {
    const { queue, drawn, waiting, end, begun, state, onEnded } = setUp();
    queue.add([request(1)], MODEL);
    queue.add([request(2)], MODEL);
    queue.add([request(3)], MODEL);
    await begun();
    expect(drawn).toEqual([1]);
    expect(waiting()).toEqual([2, 3]);
    await end();
    expect(drawn).toEqual([1, 2]);
    await end();
    await end();
    expect(drawn).toEqual([1, 2, 3]);
    expect(state()).toMatchObject({ running: null, waiting: [], paused: false });
    expect(onEnded).toHaveBeenCalledTimes(3);
  });

  it('waits until a part of a picture that is drawn again has ended', async () => {
    const { queue, runs, drawn, waiting, begun } = setUp();
    const running = { drawn: 0, total: 9, tokensPerSecond: 0, secondsLeft: null, cancelling: false };
    runs.setState({ running });
    queue.add([request(1)], MODEL);
    await begun();
    expect(drawn).toEqual([]);
    expect(waiting()).toEqual([1]);
    runs.setState({ running: null });
    await begun();
    expect(drawn).toEqual([1]);
  });

  it('changes the order of what waits, and takes runs out', async () => {
    const { queue, waiting, state, begun, drawn, end } = setUp();
    for (const seed of [1, 2, 3, 4]) queue.add([request(seed)], MODEL);
    await begun();
    const idOf = (seed: number) =>
      state().waiting.find((item) => item.request.sampling.seed === seed)?.id ?? '';
    queue.move(idOf(4), -1);
    expect(waiting()).toEqual([2, 4, 3]);
    queue.move(idOf(2), -1);
    queue.move(idOf(3), 1);
    expect(waiting()).toEqual([2, 4, 3]);
    queue.move(idOf(2), 1);
    queue.remove(idOf(3));
    expect(waiting()).toEqual([4, 2]);
    await end();
    expect(drawn).toEqual([1, 4]);
    queue.clear();
    await end();
    expect(drawn).toEqual([1, 4]);
  });

  it('goes on to the next run after a cancelled one, and waits after a failed one', async () => {
    const { queue, drawn, state, end, begun } = setUp();
    for (const seed of [1, 2, 3]) queue.add([request(seed)], MODEL);
    await begun();
    queue.cancel();
    await begun();
    expect(drawn).toEqual([1, 2]);
    await end('failed');
    expect(drawn).toEqual([1, 2]);
    expect(state().paused).toBe(true);
    queue.resume();
    await begun();
    expect(drawn).toEqual([1, 2, 3]);
  });

  it('does not draw with a model that cannot be opened', async () => {
    const { queue, drawn, begun, state } = setUp(() => Promise.resolve(false));
    queue.add([request(1)], MODEL);
    queue.add([request(2)], MODEL);
    await begun();
    expect(drawn).toEqual([]);
    expect(state().paused).toBe(true);
  });

  it('shows samples as they come, and cancels them together', async () => {
    const { queue, state, end, begun, drawn } = setUp();
    queue.add(withSeeds(request(7), 3), MODEL);
    queue.add([request(50)], MODEL);
    await begun();
    const samples = () =>
      state().batch?.samples.map(({ seed, state: at, run }) => [seed, at, run?.id ?? null]);
    expect(samples()).toEqual([
      [7, 'running', null],
      [8, 'waiting', null],
      [9, 'waiting', null],
    ]);
    await end();
    expect(samples()?.slice(0, 2)).toEqual([
      [7, 'done', '7'],
      [8, 'running', null],
    ]);
    queue.cancel();
    await begun();
    expect(drawn).toEqual([7, 8, 50]);
    expect(state().batch).toBeNull();
  });
});

describe('withSeeds', () => {
  it('gives consecutive seeds and changes nothing else', () => {
    const asked = withSeeds(request(4), 3);
    expect(asked.map(({ sampling }) => sampling.seed)).toEqual([4, 5, 6]);
    expect(asked[2]).toEqual(request(6));
  });

  it('never passes the largest exact seed', () => {
    const last = Number.MAX_SAFE_INTEGER;
    expect(withSeeds(request(last - 1), 3).map(({ sampling }) => sampling.seed)).toEqual([
      last - 1,
      last,
      last,
    ]);
  });
});
