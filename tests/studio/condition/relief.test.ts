import { describe, expect, it } from 'vitest';

import { blankDepth, NEAREST } from '../../../src/studio/condition/depthRaster.ts';
import { RELIEF_START, reliefQuads, turned } from '../../../src/studio/condition/relief.ts';

/** A block that stands out in the middle. */
function block() {
  const raster = blankDepth(64, 128);
  for (let row = 16; row < 48; row++) raster.values.fill(NEAREST, row * 128 + 32, row * 128 + 96);
  return raster;
}

const SIZE = 400;
const FRONT = { yaw: 0, pitch: 0 };
const widthOf = (quads: ReturnType<typeof reliefQuads>) => {
  const xs = quads.flatMap(({ points }) => points.map(([x]) => x));
  return Math.max(...xs) - Math.min(...xs);
};

describe('The relief', () => {
  it('is drawn from far to near, inside its canvas, however it is turned', () => {
    for (const view of [FRONT, RELIEF_START, turned(RELIEF_START, { yaw: 9, pitch: -9 })]) {
      const quads = reliefQuads(block(), view, SIZE);
      expect(quads.length).toBeGreaterThan(2000);
      expect(quads.every(({ far }, i) => i === 0 || far >= quads[i - 1].far)).toBe(true);
      expect(quads.every(({ gray }) => gray >= 0 && gray <= 255)).toBe(true);
      const places = quads.flatMap(({ points }) => points.flat());
      expect(places.every((at) => at > 0 && at < SIZE)).toBe(true);
    }
  });

  it('shows near things larger and lighter, and is narrower from the side', () => {
    const front = reliefQuads(block(), FRONT, SIZE);
    expect(front.at(-1)?.gray).toBeGreaterThan(front[0].gray + 60);
    const area = ({ points: [a, , c] }: (typeof front)[number]) => Math.abs((c[0] - a[0]) * (c[1] - a[1]));
    expect(area(front[front.length - 1])).toBeGreaterThan(1.2 * area(front[0]));
    expect(widthOf(reliefQuads(block(), { yaw: 1.2, pitch: 0 }, SIZE))).toBeLessThan(0.85 * widthOf(front));
  });

  it('lights what faces up more than what faces down', () => {
    const slope = (sign: 1 | -1) => {
      const raster = blankDepth(64, 64);
      raster.values.forEach((_, i) => {
        const row = Math.floor(i / 64);
        raster.values[i] = ((sign === 1 ? row : 63 - row) * NEAREST) / 63;
      });
      return reliefQuads(raster, FRONT, SIZE).reduce((sum, { gray }) => sum + gray, 0);
    };
    // nearer towards the bottom: the surface looks up
    expect(slope(1)).toBeGreaterThan(1.1 * slope(-1));
  });

  it('shows its front from every view', () => {
    expect(turned(FRONT, { yaw: 9, pitch: 9 }).yaw).toBeLessThan(Math.PI / 2);
  });
});
