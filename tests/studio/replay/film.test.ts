import { describe, expect, it } from 'vitest';

import { filmPositions, FRAME_RATE, stillPositions } from '../../../src/studio/replay/film.ts';

describe('the frames of a film', () => {
  it('go from the empty grid to the finished picture, never back, and rest at the end', () => {
    const positions = filmPositions(400, 1);
    expect(positions[0]).toBe(0);
    expect(positions.at(-1)).toBe(400);
    for (let i = 1; i < positions.length; i++) expect(positions[i]).toBeGreaterThanOrEqual(positions[i - 1]);
    expect(positions.filter((position) => position === 400).length).toBeGreaterThan(FRAME_RATE);
  });

  it('take as long as the run takes at that speed', () => {
    const seconds = (speed: number) =>
      filmPositions(400, speed).filter((position) => position < 400).length / FRAME_RATE;
    expect(seconds(1)).toBeCloseTo(10, 0);
    expect(seconds(2)).toBeCloseTo(5, 0);
    expect(seconds(0.5)).toBeCloseTo(20, 0);
  });
});

describe('stills', () => {
  it('show every token of a short run, and are bounded for a long one', () => {
    expect(stillPositions(3)).toEqual([0, 1, 2, 3]);
    const long = stillPositions(4160);
    expect(long).toHaveLength(240);
    expect([long[0], long.at(-1)]).toEqual([0, 4160]);
    expect(new Set(long).size).toBe(240);
  });
});
