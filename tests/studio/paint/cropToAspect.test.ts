import { describe, expect, it } from 'vitest';

import { cropToAspect } from '../../../src/studio/paint/cropToAspect.ts';

describe('cropToAspect', () => {
  it('keeps the middle of a wide map for a square picture', () => {
    const width = 12;
    const labels = Uint8Array.from({ length: 4 * width }, (_, i) => i % width);
    const cropped = cropToAspect({ height: 4, width, labels }, 4, 4);
    expect([...cropped.labels.subarray(0, 4)]).toEqual([4, 5, 6, 7]);
  });

  it('gives the asked size whatever the aspect', () => {
    const map = { height: 512, width: 768, labels: new Uint8Array(512 * 768).fill(3) };
    for (const [height, width] of [
      [256, 256],
      [832, 1280],
      [272, 1040],
    ]) {
      const cropped = cropToAspect(map, height, width);
      expect(cropped).toMatchObject({ height, width });
      expect(cropped.labels.every((label) => label === 3)).toBe(true);
    }
  });
});
