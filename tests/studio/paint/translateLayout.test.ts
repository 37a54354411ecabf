import { describe, expect, it } from 'vitest';

import { translateLayout } from '../../../src/studio/paint/translateLayout.ts';

const label = (id: number, name: string) => ({ id, name, color: '#000000' });
const FROM = [label(0, 'other'), label(1, 'sky'), label(2, 'water')];
const map = { height: 1, width: 3, labels: Uint8Array.of(1, 2, 1) };

describe('translateLayout', () => {
  it('goes by name', () => {
    const to = [label(40, 'Water'), label(7, 'sky'), label(3, 'cat'), label(4, 'dog')];
    expect([...(translateLayout(map, FROM, to)?.labels ?? [])]).toEqual([7, 40, 7]);
  });

  it('keeps the ids between palettes of the same length', () => {
    expect(translateLayout(map, FROM, [label(0, 'a'), label(1, 'b'), label(2, 'c')])).toEqual(map);
  });

  it('has no answer for a palette without these labels', () => {
    expect(translateLayout(map, FROM, [label(1, 'sky'), label(2, 'cat')])).toBeNull();
  });
});
