import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { floodFill } from '../../../src/studio/paint/floodFill.ts';
import { gapFill } from '../../../src/studio/paint/gapFill.ts';
import type { LabelMap } from '../../../src/core/layout.ts';

function mapOf(rows: readonly string[]): LabelMap {
  const labels = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0));
  return { height: rows.length, width: rows[0].length, labels };
}

function rowsOf({ height, width, labels }: LabelMap): string[] {
  return Array.from({ length: height }, (_, row) =>
    Array.from(labels.subarray(row * width, (row + 1) * width), (label) => '.#o'[label]).join(''),
  );
}

/** A room of 11 x 9 with a gap of `gap` pixels in its right wall, in the midst of a free field. */
function room(gap: number): LabelMap {
  const rows = Array.from({ length: 29 }, (_, y) =>
    Array.from({ length: 40 }, (_, x) => {
      const onWall = x >= 8 && x <= 20 && y >= 8 && y <= 18 && (x === 8 || x === 20 || y === 8 || y === 18);
      return onWall && !(x === 20 && y >= 10 && y < 10 + gap) ? '#' : '.';
    }).join(''),
  );
  return mapOf(rows);
}

const inRoom = (i: number) => {
  const [x, y] = [i % 40, Math.floor(i / 40)];
  return x > 8 && x < 20 && y > 8 && y < 18;
};

describe('gapFill', () => {
  it.each([1, 2, 3, 4, 5])('closes a gap of %i pixels, and not one that is wider', (gap) => {
    const closed = room(gap);
    gapFill(closed, 12, 12, 2, gap);
    closed.labels.forEach((label, i) => {
      if (inRoom(i)) expect(label).toBe(2);
      // Of the gap itself either side may have a part; beyond it nothing is filled.
      else if (i % 40 !== 20) expect(label).not.toBe(2);
    });
    const open = room(gap + 1);
    gapFill(open, 12, 12, 2, gap);
    expect(open.labels[0]).toBe(2);
  });

  it('fills the outside up to the same gap', () => {
    const map = room(3);
    gapFill(map, 0, 0, 2, 3);
    map.labels.forEach((label, i) => {
      if (inRoom(i)) expect(label).toBe(0);
      else if (i % 40 !== 20) expect(label).not.toBe(0);
    });
  });

  it('is the plain fill where there is no gap to close', () => {
    const wall = fc.array(fc.boolean(), { minLength: 12 * 14, maxLength: 12 * 14 });
    fc.assert(
      fc.property(wall, fc.nat(13), fc.nat(11), (walls, x, y) => {
        const map = () => ({ height: 12, width: 14, labels: Uint8Array.from(walls, Number) });
        const [plain, square] = [map(), map()];
        expect(gapFill(square, x, y, 2, 0)).toEqual(floodFill(plain, x, y, 2));
        expect(rowsOf(square)).toEqual(rowsOf(plain));
      }),
      { numRuns: 100 },
    );
  });

  it('never fills more than the plain fill, and always the seed', () => {
    const wall = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(wall, fc.nat(19), fc.nat(14), fc.integer({ min: 1, max: 5 }), (walls, x, y, gap) => {
        const map = () => ({
          height: 15,
          width: 20,
          labels: Uint8Array.from(walls, (wall) => (wall === 0 ? 1 : 0)),
        });
        const [plain, square] = [map(), map()];
        floodFill(plain, x, y, 2);
        const changed = gapFill(square, x, y, 2, gap);
        expect(square.labels[y * 20 + x]).toBe(2);
        const wrong = square.labels.findIndex((label, i) => {
          if (label !== 2) return false;
          const [column, row] = [i % 20, Math.floor(i / 20)];
          const within =
            changed &&
            column >= changed.left &&
            column < changed.right &&
            row >= changed.top &&
            row < changed.bottom;
          return plain.labels[i] !== 2 || !within;
        });
        expect(wrong).toBe(-1);
      }),
      { numRuns: 100 },
    );
  });

  it('reaches into nooks that its square does not fit into', () => {
    const map = mapOf([
      '##########', //
      '#....#####',
      '#......###',
      '#........#',
      '#....#####',
      '##########',
    ]);
    gapFill(map, 2, 2, 2, 3);
    expect(rowsOf(map).join('')).not.toContain('.');
  });

  it('fills a place that is narrower than any gap it should close', () => {
    const map = mapOf(['#######', '#.....#', '#######']);
    gapFill(map, 3, 1, 2, 8);
    expect(rowsOf(map)[1]).toBe('#ooooo#');
  });

  it('changes nothing where the label is there already, or outside', () => {
    const map = room(2);
    expect(gapFill(map, 12, 12, 0, 2)).toBeNull();
    expect(gapFill(map, -1, 12, 2, 2)).toBeNull();
    expect(gapFill(map, 12, 29, 2, 2)).toBeNull();
  });
});
