import { describe, expect, it } from 'vitest';

import { snapSize } from '../../src/core/geometry.ts';
import { checkLabels, resampleLabels } from '../../src/core/layout.ts';

const known = [
  { id: 0, name: 'other', color: '#000000' },
  { id: 1, name: 'sky', color: '#ffffff' },
];

describe('label maps', () => {
  it('resamples by nearest label, inventing none', () => {
    const map = { height: 2, width: 2, labels: Uint8Array.of(0, 1, 7, 9) };
    expect([...resampleLabels(map, 4, 4).labels]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 7, 7, 9, 9, 7, 7, 9, 9]);
    expect(resampleLabels(map, 2, 2)).toBe(map);
  });

  it('names the labels a model does not know', () => {
    const map = { height: 1, width: 3, labels: Uint8Array.of(1, 255, 44) };
    expect(() => checkLabels(map, known)).toThrow(/does not know: 44, 255/);
    expect(() => checkLabels({ ...map, labels: Uint8Array.of(0, 1, 1) }, known)).not.toThrow();
  });
});

describe('snapSize', () => {
  it('snaps to the step and stays inside the limits', () => {
    expect(snapSize(500, 16, 256, 1280)).toBe(496);
    expect(snapSize(3, 16, 256, 1280)).toBe(256);
    expect(snapSize(99999, 16, 256, 1280)).toBe(1280);
  });
});
