import { expect, it } from 'vitest';
import { Pace } from '../../src/engine/webgpu/pace.ts';

/** Submissions of small pieces of work to an adapter with these costs a unit and a submission, in ms. */
function submissions(count: number, cost: number, overhead: number, kind: 'vector' | 'matrix'): number[] {
  const pace = new Pace();
  return Array.from({ length: count }, () => {
    const work = { vector: 0, matrix: 0 };
    do work[kind] += 1;
    while (!pace.isFull(work));
    const elapsed = overhead + cost * work[kind];
    pace.learn(work, elapsed);
    return elapsed;
  });
}

it.each([
  ['vector', 50],
  ['matrix', 20],
] as const)('begins with a short submission on an adapter of %s work at %d ms a unit', (kind, cost) => {
  const all = submissions(12, cost, 1, kind);
  expect(Math.max(...all)).toBeLessThan(1000);
  // A unit is not cut, so the last one may reach beyond the target.
  expect(all.at(-1)).toBeLessThanOrEqual(25 + cost + 1);
});

it.each([
  ['vector', 0.02],
  ['matrix', 0.001],
] as const)('fills submissions of a quick GPU soon, %s work at %d ms a unit', (kind, cost) => {
  const all = submissions(12, cost, 0.2, kind);
  expect(all.at(-1)).toBeGreaterThan(15);
  expect(Math.max(...all)).toBeLessThan(40);
});

it('believes a slow submission at once and a quick one little by little', () => {
  const pace = new Pace();
  const before = pace.capacity('matrix');
  pace.learn({ vector: 0, matrix: before }, 2500);
  expect(pace.capacity('matrix')).toBeCloseTo(before / 100, 5);
  pace.learn({ vector: 0, matrix: before / 100 }, 1e-3);
  expect(pace.capacity('matrix')).toBeCloseTo(before / 25, 5);
});

it('blames the kind of work that a submission was made of', () => {
  const pace = new Pace();
  const vector = pace.capacity('vector');
  pace.learn({ vector: 0, matrix: 25 }, 100);
  expect(pace.capacity('vector')).toBe(vector);
});
