import { describe, expect, it } from 'vitest';

import type { LabelMap } from '../../../src/core/layout.ts';
import { type Point, UNPAINTED } from '../../../src/studio/paint/raster.ts';
import { labelling } from '../../../src/studio/paint/spans.ts';
import { strokeBounds, strokeSpans } from '../../../src/studio/paint/stroke.ts';

function blank(height: number, width: number) {
  return { height, width, labels: new Uint8Array(height * width).fill(UNPAINTED) };
}

function paintStroke(map: LabelMap, from: Point, to: Point, diameter: number, label: number): void {
  strokeSpans(map, from, to, diameter, labelling(map, label));
}

/** The rule itself: a pixel belongs to the stroke when its centre is within the radius of the segment. */
function nearSegment(x: number, y: number, a: number[], b: number[], radius: number): boolean {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
  return Math.hypot(x - (a[0] + t * dx), y - (a[1] + t * dy)) <= radius;
}

describe('strokeSpans', () => {
  it.each([
    { from: [20, 20], to: [20, 20], diameter: 11 },
    { from: [6.3, 8.9], to: [51.7, 30.2], diameter: 14 },
    { from: [50, 5], to: [12, 37.5], diameter: 3 },
    { from: [10, 20.5], to: [50, 20.5], diameter: 9 },
    { from: [30.25, 2], to: [30.25, 38], diameter: 7 },
    { from: [-9, -4], to: [70, 55], diameter: 20 },
  ])(
    'paints the pixels whose centres lie within the brush: $from to $to, $diameter',
    ({ from, to, diameter }) => {
      const map = blank(40, 60);
      paintStroke(map, { x: from[0], y: from[1] }, { x: to[0], y: to[1] }, diameter, 7);
      const wrong: string[] = [];
      for (let row = 0; row < 40; row++) {
        for (let column = 0; column < 60; column++) {
          const inside = nearSegment(column + 0.5, row + 0.5, from, to, diameter / 2);
          if (inside !== (map.labels[row * 60 + column] === 7)) wrong.push(`${row},${column}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it('writes only the label and what was there: edges are hard', () => {
    const map = blank(40, 40);
    paintStroke(map, { x: 3, y: 4 }, { x: 33, y: 31 }, 12.5, 3);
    expect([...new Set(map.labels)].sort()).toEqual([3, UNPAINTED].sort());
  });

  it('paints a pixel with the thinnest brush, wherever the pointer is in it', () => {
    for (const at of [
      { x: 5.01, y: 6.99 },
      { x: 5.99, y: 6.01 },
    ]) {
      const map = blank(10, 10);
      paintStroke(map, at, at, 1, 2);
      expect(map.labels[6 * 10 + 5]).toBe(2);
      expect(map.labels.filter((label) => label === 2)).toHaveLength(1);
    }
  });

  it('leaves no hole in a thin slanted line', () => {
    const map = blank(30, 30);
    paintStroke(map, { x: 1.2, y: 2.8 }, { x: 27.9, y: 11.4 }, 1, 1);
    for (let column = 2; column < 27; column++) {
      const painted = Array.from({ length: 30 }, (_, row) => map.labels[row * 30 + column]).filter(
        (l) => l === 1,
      );
      expect(painted.length, `column ${column}`).toBeGreaterThan(0);
    }
  });

  it('stays inside its bounds, and outside of the picture changes nothing', () => {
    const map = blank(16, 16);
    expect(strokeBounds(map, { x: -40, y: 3 }, { x: -30, y: 9 }, 8)).toBeNull();
    paintStroke(map, { x: -40, y: 3 }, { x: -30, y: 9 }, 8, 1);
    expect(map.labels.every((label) => label === UNPAINTED)).toBe(true);
  });
});
