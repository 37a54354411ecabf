import { describe, expect, it } from 'vitest';

import { fillUnpainted } from '../../../src/studio/paint/fillUnpainted.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';

describe('fillUnpainted', () => {
  it('has nothing to say about an empty map', () => {
    expect(fillUnpainted({ height: 4, width: 4, labels: new Uint8Array(16).fill(UNPAINTED) })).toBeNull();
  });

  it('leaves painted pixels as they are', () => {
    const labels = Uint8Array.of(1, 2, 3, 4);
    expect(fillUnpainted({ height: 2, width: 2, labels })?.labels).toEqual(labels);
  });

  it('gives every gap the label of a nearest pixel, within the error of the chamfer distance', () => {
    const size = 48;
    const labels = new Uint8Array(size * size).fill(UNPAINTED);
    const seeds = [
      { x: 3, y: 5, label: 1 },
      { x: 40, y: 9, label: 2 },
      { x: 20, y: 44, label: 3 },
      { x: 44, y: 40, label: 4 },
    ];
    for (const { x, y, label } of seeds) labels[y * size + x] = label;
    const filled = fillUnpainted({ height: size, width: size, labels });
    filled?.labels.forEach((label, i) => {
      const distances = seeds.map(({ x, y }) => Math.hypot(x - (i % size), y - Math.floor(i / size)));
      const chosen = distances[seeds.findIndex((seed) => seed.label === label)];
      expect(chosen).toBeLessThanOrEqual(Math.min(...distances) * 1.13 + 1e-9);
    });
  });
});
