import { describe, expect, it } from 'vitest';

import { attendedCells, attentionRow } from '../../src/core/attentionMap.ts';
import { buildSchedule } from '../../src/core/schedule.ts';

const WINDOW = { height: 2, width: 3 };

describe('attentionRow', () => {
  const all = { layers: 2, heads: 2, length: 2, weights: Float32Array.of(1, 0, 0.5, 0.5, 0, 1, 0.25, 0.75) };

  it('takes one head of one layer, or means over them', () => {
    expect([...attentionRow(all, 1, 1)]).toEqual([0.25, 0.75]);
    expect([...attentionRow(all, 0, null)]).toEqual([0.75, 0.25]);
    expect([...attentionRow(all, null, 0)]).toEqual([0.5, 0.5]);
    expect([...attentionRow(all, null, null)]).toEqual([0.4375, 0.5625]);
  });
});

describe('attendedCells', () => {
  const schedule = buildSchedule({ height: 3, width: 4, mode: 'exact', window: WINDOW, maxSlots: 1 });
  // The last cell of the grid: its window is the last one, and it sees the five cells before it.
  const step = schedule.steps[11];

  it('puts condition and tokens where they lie in the picture', () => {
    const row = Float32Array.from({ length: 11 }, (_, i) => i + 1);
    const { picture, condition, conditionShare } = attendedCells(row, schedule, step, true);
    expect([step.top, step.left, step.place]).toEqual([1, 1, 5]);
    const none = NaN;
    expect([...condition!]).toEqual([none, none, none, none, none, 1, 2, 3, none, 4, 5, 6]);
    expect([...picture]).toEqual([none, none, none, none, none, 7, 8, 9, none, 10, 11, none]);
    expect(conditionShare).toBe(21);
  });

  it('knows no place for a prefix', () => {
    const { picture, condition, conditionShare } = attendedCells(
      Float32Array.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1),
      schedule,
      step,
      false,
    );
    expect(condition).toBeNull();
    expect(conditionShare).toBeCloseTo(0.5, 6);
    expect(picture.filter((value) => !Number.isNaN(value))).toHaveLength(5);
  });

  it('follows a permuted order', () => {
    const order = Int32Array.of(5, 4, 3, 2, 1, 0);
    const permuted = buildSchedule({
      ...WINDOW,
      mode: 'exact',
      window: WINDOW,
      permutation: order,
      maxSlots: 1,
    });
    const { picture } = attendedCells(Float32Array.of(0, 1, 2), permuted, permuted.steps[2], false);
    expect([...picture]).toEqual([NaN, NaN, NaN, NaN, 2, 1]);
  });
});
