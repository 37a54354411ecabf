import { describe, expect, it } from 'vitest';

import type { Step } from '../../src/core/schedule.ts';
import { EvennessWatch } from '../../src/runtime/evenness.ts';

const WIDTH = 16;
const CODES = 64;
const schedule = (cells: number) => ({
  width: WIDTH,
  steps: Array.from({ length: cells }, (_, i) => ({ row: Math.floor(i / WIDTH), column: i % WIDTH }) as Step),
});

function watched(cells: number, logits: (cell: number) => Float32Array): EvennessWatch {
  const plan = schedule(cells);
  const watch = new EvennessWatch(plan, CODES);
  plan.steps.forEach(({ row, column }, cell) => {
    if (watch.wants(row, column)) watch.hear({ logits: logits(cell) });
  });
  return watch;
}

describe('EvennessWatch', () => {
  it('doubts a model that guesses as chance does', () => {
    const even = watched(256, () => new Float32Array(CODES + 32).fill(3));
    expect(even.doubt).toBeCloseTo(1, 6);
    // What a freshly made transformer gives: weights of 0.02.
    const untrained = watched(256, (cell) =>
      Float32Array.from({ length: CODES }, (_, i) => 0.1 * Math.sin(cell + 7 * i)),
    );
    expect(untrained.doubt).toBeGreaterThan(0.99);
  });

  it('does not doubt a model that knows something', () => {
    const sure = watched(256, (cell) =>
      Float32Array.from({ length: CODES }, (_, i) => 3 * Math.sin(cell + 7 * i)),
    );
    expect(sure.doubt).toBeNull();
  });

  it('leaves ids out of it that are never drawn', () => {
    const codes = Float32Array.from({ length: CODES + 32 }, (_, i) => (i < CODES ? 0 : 50));
    expect(watched(256, () => codes).doubt).toBeCloseTo(1, 6);
  });

  it('looks at six draws of a run, spread over it, and judges nothing by fewer', () => {
    const watch = new EvennessWatch(schedule(256), CODES);
    const rows = schedule(256).steps.filter(({ row, column }) => watch.wants(row, column));
    expect(rows).toHaveLength(6);
    expect(new Set(rows.map(({ row }) => row)).size).toBe(6);
    expect(watched(5, () => new Float32Array(CODES)).doubt).toBeNull();
  });
});
