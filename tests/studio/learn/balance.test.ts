import { expect, it } from 'vitest';

import { adversarialLoss, balance } from '../../../src/studio/learn/balance.ts';

it('weighs the judge so that both pull alike, up to where the reference cuts it off', () => {
  expect(balance(1.6, 0.2) * 0.2).toBeCloseTo(1.6, 4);
  expect(balance(0.1, 3) * 3).toBeCloseTo(0.1, 4);
  expect(balance(4, 0)).toBe(1e4);
  expect(balance(0, 1)).toBe(0);
});

it('is largest for a judge that is always right, and -2 log 2 for one that guesses', () => {
  expect(adversarialLoss(0.5, 0.5)).toBeCloseTo(-2 * Math.log(2), 12);
  expect(adversarialLoss(0.99, 0.01)).toBeGreaterThan(adversarialLoss(0.9, 0.1));
});
