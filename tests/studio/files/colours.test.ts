import { describe, expect, it } from 'vitest';

import {
  colourTable,
  looksPainted,
  matchExactly,
  nearestLabel,
  readColours,
} from '../../../src/studio/files/colours.ts';

const LABELS = [
  { id: 3, name: 'sky', color: '#80c0ff' },
  { id: 7, name: 'grass', color: '#208020' },
  { id: 9, name: 'sand', color: '#e0d0a0' },
];

function picture(colours: readonly number[], width: number) {
  const rgba = new Uint8ClampedArray(colours.length * 4);
  colours.forEach((rgb, i) => rgba.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, 255], i * 4));
  return { width, height: colours.length / width, rgba };
}

/** 40 x 40: sky above, grass below, with a smoothed edge of one row. */
const PAINTED = picture(
  Array.from({ length: 1600 }, (_, i) => (i < 800 ? 0x82bffd : i === 800 ? 0x51a08f : 0x1f7f24)),
  40,
);

describe('colours as labels', () => {
  it('matches the palette’s own colours exactly, and nothing else', () => {
    const exact = picture([0x80c0ff, 0x208020, 0xe0d0a0, 0x80c0ff], 2);
    expect([...(matchExactly(exact, LABELS)?.labels ?? [])]).toEqual([3, 7, 9, 3]);
    expect(matchExactly(picture([0x80c0ff, 0x80c0fe], 2), LABELS)).toBeNull();
  });

  it('takes smoothed edges together with the large colour that is nearest', () => {
    const table = colourTable(PAINTED);
    expect(table).toMatchObject({ count: 3, coarse: false });
    expect(table.mains.map(({ rgb }) => rgb)).toEqual([0x82bffd, 0x1f7f24]);
    expect(table.mains.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(looksPainted(table)).toBe(true);
  });

  it('reads each colour as the label that was chosen for it', () => {
    const table = colourTable(PAINTED);
    const chosen = table.mains.map(({ rgb }) => nearestLabel(rgb, LABELS).id);
    expect(chosen).toEqual([3, 7]);
    const map = readColours(PAINTED, table, [9, 7]);
    expect(map).toMatchObject({ width: 40, height: 40 });
    expect([map.labels[0], map.labels[1599]]).toEqual([9, 7]);
  });

  it('sees a photo by its colours, and can still read it', () => {
    const noise = Array.from({ length: 10_000 }, (_, i) => (Math.imul(i, 2654435761) >>> 8) & 0xffffff);
    const photo = picture(noise, 100);
    const table = colourTable(photo);
    expect(table.coarse).toBe(true);
    expect(looksPainted(table)).toBe(false);
    const map = readColours(
      photo,
      table,
      table.mains.map(() => 3),
    );
    expect(map.labels.every((label) => label === 3)).toBe(true);
  });
});
