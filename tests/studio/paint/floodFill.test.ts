import { describe, expect, it } from 'vitest';

import { floodFill } from '../../../src/studio/paint/floodFill.ts';

function mapOf(rows: readonly string[]) {
  return {
    height: rows.length,
    width: rows[0].length,
    labels: Uint8Array.from(rows.join(''), (digit) => Number(digit)),
  };
}

function rowsOf(map: ReturnType<typeof mapOf>): string[] {
  return Array.from({ length: map.height }, (_, row) =>
    map.labels.subarray(row * map.width, (row + 1) * map.width).join(''),
  );
}

describe('floodFill', () => {
  it('fills around corners and stops at other labels and at diagonals', () => {
    const map = mapOf(['00100', '01101', '00010', '11101', '00000']);
    const changed = floodFill(map, 0, 0, 7);
    expect(rowsOf(map)).toEqual(['77100', '71101', '77710', '11101', '00000']);
    expect(changed).toEqual({ left: 0, top: 0, right: 3, bottom: 3 });
  });

  it('reaches every pocket of a spiral', () => {
    const map = mapOf(['0000000', '1111110', '0000010', '0111010', '0100010', '0111110', '0000000']);
    floodFill(map, 0, 0, 2);
    expect(rowsOf(map).join('').includes('0')).toBe(false);
  });

  it('changes nothing where the label is already there, or outside', () => {
    const map = mapOf(['01', '10']);
    expect(floodFill(map, 1, 0, 1)).toBeNull();
    expect(floodFill(map, 2, 0, 1)).toBeNull();
    expect(floodFill(map, 0, -1, 1)).toBeNull();
    expect(rowsOf(map)).toEqual(['01', '10']);
  });

  it('fills a large plain map without a deep stack', () => {
    const map = { height: 832, width: 1280, labels: new Uint8Array(832 * 1280) };
    expect(floodFill(map, 640, 400, 9)).toEqual({ left: 0, top: 0, right: 1280, bottom: 832 });
    expect(map.labels.every((label) => label === 9)).toBe(true);
  });
});
