import { expect, it } from 'vitest';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { tokenBuffer } from '../../src/engine/webgpu/plan.ts';

it('holds the grid, then the conditions as the transformer sees them', () => {
  const grid = { height: 1, width: 3, tokens: Int32Array.of(4, -1, 5) };
  const spatial: ConditionTokens = {
    layout: 'spatial',
    grid: { height: 1, width: 3, tokens: Int32Array.of(1, 2, 3) },
    offset: 10,
  };
  const prefix: ConditionTokens = { layout: 'prefix', tokens: Int32Array.of(7), offset: 0 };
  expect([...tokenBuffer(grid, spatial, prefix)]).toEqual([4, 0, 5, 11, 12, 13, 7]);
});

it('takes the largest grids: 4096 x 4096 pixels of 16 x 16 a token', () => {
  const grid = { height: 256, width: 256, tokens: new Int32Array(65_536).fill(-1) };
  const condition: ConditionTokens = {
    layout: 'spatial',
    grid: { ...grid, tokens: grid.tokens.map(() => 3) },
    offset: 0,
  };
  const ids = tokenBuffer(grid, condition, condition);
  expect(ids).toHaveLength(3 * 65_536);
  expect([ids[65_535], ids[65_536], ids.at(-1)]).toEqual([0, 3, 3]);
});
