import { describe, expect, it } from 'vitest';

import { emptyGrid } from '../../src/core/grid.ts';
import { buildSchedule } from '../../src/core/schedule.ts';
import { BandTracker } from '../../src/runtime/bands.ts';
import { DrawnQueue } from '../../src/runtime/drawnQueue.ts';
import type { FromWorker } from '../../src/runtime/protocol.ts';

const schedule = buildSchedule({
  height: 18,
  width: 20,
  mode: 'exact',
  window: { height: 16, width: 16 },
  maxSlots: 1,
});

describe('BandTracker', () => {
  it('tells a band once, when its last cell is drawn', () => {
    const tracker = new BandTracker(emptyGrid(6, 2));
    const told = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((row) => tracker.drawn(row));
    expect(told.filter(Boolean)).toEqual([
      { top: 0, height: 4 },
      { top: 4, height: 2 },
    ]);
    expect(told[7]).toEqual({ top: 0, height: 4 });
  });

  it('counts kept cells as complete', () => {
    const grid = emptyGrid(4, 2);
    grid.tokens.fill(5, 0, 7);
    expect(new BandTracker(grid).drawn(3)).toEqual({ top: 0, height: 4 });
  });
});

describe('DrawnQueue', () => {
  it('tells the first token at once, then batches, and gives speed and time left', () => {
    let time = 0;
    const told: Extract<FromWorker, { type: 'drawn' }>[] = [];
    const queue = new DrawnQueue(
      7,
      schedule,
      (message) => told.push(message),
      () => time,
    );
    for (const step of schedule.steps.slice(0, 21)) {
      time += 10;
      queue.add({ step, token: 3, u: 0 });
    }
    queue.flush();
    expect(told[0].cells).toEqual(Int32Array.of(0));
    expect(told.length).toBeLessThan(9);
    expect(told.flatMap((message) => [...message.cells])).toEqual([...Array(21).keys()]);
    const last = told[told.length - 1];
    expect(last).toMatchObject({ id: 7, drawn: 21, total: 360, window: { height: 16, width: 16 } });
    expect(last.tokensPerSecond).toBeCloseTo(100, 0);
    expect(last.secondsLeft).toBeCloseTo(3.39, 1);
  });
});
