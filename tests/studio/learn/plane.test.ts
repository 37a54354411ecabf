import { describe, expect, it } from 'vitest';

import { uniform } from '../../../src/core/philox.ts';
import { frameOf, nearestOfPixels, nearestTo } from '../../../src/studio/learn/plane.ts';

const plane = {
  x: Array.from({ length: 200 }, (_, i) => 700 * uniform(1, i, 0)),
  y: Array.from({ length: 200 }, (_, i) => 1000 * uniform(1, i, 1) ** 3),
};

describe('the fields of the codes', () => {
  it('are those of a plain search at every pixel, of the whole plane and of a part', () => {
    const whole = frameOf(plane);
    const part = { left: 600, top: 900, width: 300, height: 200 };
    for (const frame of [whole, part]) {
      const fields = nearestOfPixels(plane, frame, 30, 20);
      fields.forEach((index, pixel) => {
        const x = frame.left + (((pixel % 30) + 0.5) / 30) * frame.width;
        const y = frame.top + ((Math.floor(pixel / 30) + 0.5) / 20) * frame.height;
        expect(index).toBe(nearestTo(plane, { x, y }, 1)[0]);
      });
    }
  });

  it('belong to the only code there is', () => {
    const one = { x: [3], y: [4] };
    expect([...nearestOfPixels(one, frameOf(one), 2, 2)]).toEqual([0, 0, 0, 0]);
  });
});

describe('the codes nearest to a vector', () => {
  it('are told by distance, the lower number first among equals', () => {
    const square = { x: [0, 2, 0, 2], y: [0, 0, 2, 2] };
    expect(nearestTo(square, { x: 1, y: 0.5 }, 4)).toEqual([0, 1, 2, 3]);
    expect(nearestTo(square, { x: 1.8, y: 1.9 }, 2)).toEqual([3, 2]);
  });
});
