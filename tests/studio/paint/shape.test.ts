import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Point, UNPAINTED } from '../../../src/studio/paint/raster.ts';
import { type Shape, shapeBounds, shapeSpans } from '../../../src/studio/paint/shape.ts';
import { labelling } from '../../../src/studio/paint/spans.ts';

const SIZE = { height: 24, width: 30 };

function painted(shape: Shape): boolean[] {
  const map = { ...SIZE, labels: new Uint8Array(SIZE.height * SIZE.width).fill(UNPAINTED) };
  shapeSpans(map, shape, labelling(map, 3));
  return Array.from(map.labels, (label) => label === 3);
}

/** Whether the rule holds at the middle of every pixel. */
function byRule(rule: (x: number, y: number) => boolean): boolean[] {
  return Array.from({ length: SIZE.height * SIZE.width }, (_, i) =>
    rule((i % SIZE.width) + 0.5, Math.floor(i / SIZE.width) + 0.5),
  );
}

/** Times that an outline winds around a place, from the angles under which its edges are seen. */
function winding(corners: readonly Point[], x: number, y: number): number {
  let turned = 0;
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % corners.length];
    const [ax, ay, bx, by] = [a.x - x, a.y - y, b.x - x, b.y - y];
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  });
  return Math.round(turned / (2 * Math.PI));
}

function distance(a: Point, b: Point, x: number, y: number): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - (a.x + t * dx), y - (a.y + t * dy));
}

/** Not on the grid, so that no rounding decides. */
const place = fc.record({
  x: fc.integer({ min: -60, max: 360 }).map((n) => n / 10 + 0.013),
  y: fc.integer({ min: -60, max: 300 }).map((n) => n / 10 + 0.017),
});

describe('polygons', () => {
  it('are what their outline winds around, and the pixels of the outline', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 9 }), (corners) => {
        const middle = ({ x, y }: Point) => ({ x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 });
        const edges = corners.map((a, i) => [middle(a), middle(corners[(i + 1) % corners.length])] as const);
        const found = painted({ kind: 'polygon', corners });
        const wrong = byRule((x, y) => winding(corners, x, y) !== 0).flatMap((inside, i) => {
          const [x, y] = [(i % SIZE.width) + 0.5, Math.floor(i / SIZE.width) + 0.5];
          const near = Math.min(...edges.map(([a, b]) => distance(a, b, x, y)));
          // On the very rim of an edge's line, rounding decides.
          if (Math.abs(near - 0.5) < 1e-6 || found[i] === (inside || near < 0.5)) return [];
          return [`${x}, ${y}`];
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('have no hole where a lasso crosses itself the same way around', () => {
    const twice = [0, 1].flatMap(() =>
      Array.from({ length: 24 }, (_, i) => ({
        x: 15 + 9 * Math.cos((i * Math.PI) / 12),
        y: 12 + 9 * Math.sin((i * Math.PI) / 12),
      })),
    );
    expect(painted({ kind: 'polygon', corners: twice })[12 * SIZE.width + 15]).toBe(true);
  });

  it('are a line with two corners and a pixel with one', () => {
    const at = { x: 4.5, y: 7.5 };
    expect(painted({ kind: 'polygon', corners: [at] }).filter(Boolean)).toHaveLength(1);
    const line = painted({ kind: 'polygon', corners: [at, { x: 14.5, y: 7.5 }] });
    expect(line.filter(Boolean)).toHaveLength(11);
  });
});

describe('rectangles', () => {
  it('hold the pixels of both corners and all between', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const between = (value: number, a: number, b: number) =>
          Math.floor(value) >= Math.min(Math.floor(a), Math.floor(b)) &&
          Math.floor(value) <= Math.max(Math.floor(a), Math.floor(b));
        expect(painted({ kind: 'rectangle', from, to })).toEqual(
          byRule((x, y) => between(x, from.x, to.x) && between(y, from.y, to.y)),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('shapeBounds', () => {
  it('holds every pixel of a shape', () => {
    const shape = fc.oneof(
      fc.record({ kind: fc.constant('rectangle' as const), from: place, to: place }),
      fc.record({
        kind: fc.constant('line' as const),
        from: place,
        to: place,
        diameter: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({
        kind: fc.constant('polygon' as const),
        corners: fc.array(place, { minLength: 1, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(shape, (one) => {
        const bounds = shapeBounds(SIZE, one);
        const outside = painted(one).findIndex((isIn, i) => {
          const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
          const within =
            bounds && x >= bounds.left && x < bounds.right && y >= bounds.top && y < bounds.bottom;
          return isIn && !within;
        });
        expect(outside).toBe(-1);
      }),
      { numRuns: 150 },
    );
  });
});
