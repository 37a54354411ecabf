import { describe, expect, it } from 'vitest';

import { permutation } from '../../src/core/permuters.ts';
import { buildSchedule, countPositions, type ScheduleOptions } from '../../src/core/schedule.ts';
import { windowOf, windowOrigin, windowUnder } from '../../src/core/window.ts';

const window = { height: 16, width: 16 };
const options = (height: number, width: number, rest: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  height,
  width,
  mode: 'exact',
  window,
  maxSlots: 1,
  ...rest,
});

/** The rule as the reference writes it (section 6.2). */
function referenceLocal(i: number, n: number): number {
  if (i <= 8) return i;
  if (n - i < 8) return 16 - (n - i);
  return 8;
}

describe('windowOrigin', () => {
  it.each([16, 17, 20, 24, 42, 64])('is the reference rule for %i rows', (n) => {
    for (let i = 0; i < n; i++) expect(windowOrigin(i, n, 16, 'exact')).toBe(i - referenceLocal(i, n));
  });

  it.each(['stride-4', 'stride-8'] as const)(
    'keeps the target inside with half a window of past in %s',
    (mode) => {
      for (let n = 16; n <= 90; n++) {
        for (let i = 0; i < n; i++) {
          const local = i - windowOrigin(i, n, 16, mode);
          expect(local).toBeLessThan(16);
          expect(local).toBeGreaterThanOrEqual(Math.min(i, 8));
        }
      }
    },
  );
});

describe('windowOf', () => {
  it('halves the block for a spatial condition and gives the prefix its own places', () => {
    expect(windowOf(512, { layout: 'spatial' }, 0)).toEqual(window);
    expect(windowOf(256, { layout: 'prefix' }, 1)).toEqual(window);
    expect(windowOf(348, { layout: 'prefix' }, 92)).toEqual(window);
    expect(windowOf(128, { layout: 'spatial' }, 0)).toEqual({ height: 8, width: 8 });
  });

  it('has a cell at least, also under a condition that the block cannot hold', () => {
    expect(windowOf(512, { layout: 'prefix' }, 600)).toEqual({ height: 1, width: 1 });
    expect(windowOf(1, { layout: 'spatial' }, 0)).toEqual({ height: 1, width: 1 });
  });

  it('is known from the stage alone', () => {
    expect(windowUnder(512, { type: 'coordinates', codes: 9, factor: 16 })).toEqual(window);
    expect(windowUnder(256, { type: 'class', classes: 9 })).toEqual(window);
    expect(windowUnder(512, { type: 'class', classes: 9, repeat: 256 })).toEqual(window);
    expect(windowUnder(256, { type: 'sos', token: 0, repeat: 193 })).toEqual({ height: 8, width: 8 });
    expect(windowUnder(256, null)).toEqual(window);
  });
});

describe('buildSchedule', () => {
  it('draws every cell once, in raster order', () => {
    const { steps } = buildSchedule(options(17, 19));
    expect(steps.map((step) => step.row * 19 + step.column)).toEqual([...Array(17 * 19).keys()]);
  });

  it('evaluates 511 positions for one window and 98,176 without a cache', () => {
    const schedule = buildSchedule(options(16, 16));
    expect(countPositions(schedule, 256)).toBe(511);
    const uncached = schedule.steps.reduce((sum, step) => sum + 256 + step.place, 0);
    expect(uncached).toBe(98176);
  });

  // Figures of the reference specification, section 6.2, "prefix + in-window KV".
  it.each([
    [24, 32, 157928],
    [32, 32, 211296],
    [42, 64, 800758],
  ])('evaluates the stated positions for %i x %i in exact mode', (height, width, positions) => {
    expect(countPositions(buildSchedule(options(height, width)), 256)).toBe(positions);
  });

  it('saves at least 40x and 25x in stride-4 on 32x32 and 64x64', () => {
    for (const [side, least] of [
      [32, 40],
      [64, 25],
    ]) {
      const schedule = buildSchedule(options(side, side, { mode: 'stride-4', maxSlots: 64 }));
      expect((side * side * 511) / countPositions(schedule, 256)).toBeGreaterThan(least);
    }
  });

  it('falls back to one cache when the live ones do not fit', () => {
    const wide = { mode: 'stride-8', maxSlots: 2 } as const;
    expect(buildSchedule(options(32, 32, wide)).slots).toBe(1);
    expect(buildSchedule(options(32, 32, { ...wide, maxSlots: 3 })).slots).toBe(3);
  });

  it('never gives one slot to two windows that are both still needed', () => {
    const { steps, slots } = buildSchedule(options(40, 56, { mode: 'stride-4', maxSlots: 1000 }));
    const held = new Array<string>(slots).fill('');
    const seen = new Set<string>();
    for (const step of steps) {
      const origin = `${step.top},${step.left}`;
      if (held[step.slot] !== origin) {
        expect(seen.has(origin), `window ${origin} was dropped too early`).toBe(false);
        seen.add(origin);
        held[step.slot] = origin;
      }
    }
  });

  it('draws only the asked cells', () => {
    const { steps } = buildSchedule(options(18, 20, { isDrawn: (row) => row >= 9 }));
    expect(steps.length).toBe(180);
    expect(steps[0]).toMatchObject({ row: 9, column: 0 });
  });

  it('follows a permuter inside one window and refuses it on larger grids', () => {
    const spiral = permutation('spiral-out', 16, 16);
    const { steps } = buildSchedule(options(16, 16, { permutation: spiral }));
    expect(steps.map((step) => step.row * 16 + step.column)).toEqual([...spiral]);
    expect(steps.map((step) => step.place)).toEqual([...Array(256).keys()]);
    expect(() => buildSchedule(options(16, 17, { permutation: spiral }))).toThrow(/one window only/);
    const small = permutation('spiral-out', 8, 8);
    expect(() => buildSchedule(options(16, 16, { permutation: small }))).toThrow(/64 places/);
  });

  it('takes fewer rows than the window, from the top of which it hangs over', () => {
    const { steps } = buildSchedule(options(15, 40));
    expect(steps.length).toBe(600);
    expect(
      steps.every(({ top, row, left, column, place }) => top === 0 && place === row * 16 + column - left),
    ).toBe(true);
  });

  it('refuses fewer columns than the window', () => {
    expect(() => buildSchedule(options(40, 15))).toThrow(/narrower than the transformer's window/);
  });
});
