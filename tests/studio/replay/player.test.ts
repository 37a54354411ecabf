// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createRunStore, type ShownRun } from '../../../src/studio/generate/runStore.ts';
import { Player } from '../../../src/studio/replay/player.ts';

/** Draws of the run: played in ten seconds at speed 1. */
const COUNT = 400;

function setUp() {
  const runs = createRunStore();
  runs.setState({ shown: { trace: { count: COUNT } } as ShownRun });
  const onEnd = vi.fn();
  return { runs, onEnd, player: new Player(runs, onEnd) };
}

describe('Player', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('plays a run in about ten seconds, then rests and tells', () => {
    const { runs, player, onEnd } = setUp();
    player.play();
    vi.advanceTimersByTime(5000);
    expect(runs.getState().position).toBeGreaterThan(COUNT * 0.45);
    expect(runs.getState().position).toBeLessThan(COUNT * 0.55);
    vi.advanceTimersByTime(6000);
    expect(runs.getState()).toMatchObject({ position: COUNT, playing: false });
    expect(onEnd).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('goes as fast as it is told', () => {
    const { runs, player } = setUp();
    runs.setState({ speed: 4 });
    player.play();
    vi.advanceTimersByTime(1000);
    expect(runs.getState().position).toBeGreaterThan(COUNT * 0.35);
  });

  it('goes backwards and forwards by hand, inside the run, and stops then', () => {
    const { runs, player, onEnd } = setUp();
    player.play();
    vi.advanceTimersByTime(3000);
    player.seek(12.4);
    expect(runs.getState()).toMatchObject({ position: 12, playing: false, unattended: false });
    vi.advanceTimersByTime(20_000);
    expect(runs.getState().position).toBe(12);
    player.seek(1e9);
    expect(runs.getState().position).toBe(COUNT);
    player.seek(-5);
    expect(runs.getState().position).toBe(0);
    expect(onEnd).not.toHaveBeenCalled();
  });

  it('starts over from the end, and goes on from the middle', () => {
    const { runs, player } = setUp();
    player.seek(COUNT);
    player.play();
    expect(runs.getState().position).toBe(0);
    player.seek(100);
    player.play();
    vi.advanceTimersByTime(100);
    expect(runs.getState().position).toBeGreaterThanOrEqual(100);
  });

  it('leaves the canvas to a run that is going on', () => {
    const { runs, player } = setUp();
    const running = { drawn: 0, total: 9, tokensPerSecond: 0, secondsLeft: null, cancelling: false };
    runs.setState({ running });
    player.play();
    expect(runs.getState().playing).toBe(false);
  });
});
