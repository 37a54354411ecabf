import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';

import { TesseraError } from '../../../src/core/errors.ts';
import { importLayout, paintRest } from '../../../src/studio/paint/importLayout.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';

const LABELS = [
  { id: 0, name: 'other', color: '#6b7280' },
  { id: 1, name: 'sky', color: '#8ecdf5' },
  { id: 7, name: 'water', color: '#2f78c4' },
];

function gray(values: readonly number[], width: number, depth: 8 | 16 = 8): Uint8Array {
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return encode({ width, height: values.length / width, data, channels: 1, depth });
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof TesseraError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('importLayout', () => {
  it('reads gray values as label ids', () => {
    const { map, unknown } = importLayout(gray([0, 1, 7, 1, 0, 7], 3), LABELS);
    expect(map).toEqual({ height: 2, width: 3, labels: Uint8Array.of(0, 1, 7, 1, 0, 7) });
    expect(unknown).toEqual([]);
  });

  it('names unknown ids, ascending, and leaves their places to a decision', () => {
    const { map, unknown } = importLayout(gray([1, 200, 3, 7, 255, 3], 3), LABELS);
    expect(unknown).toEqual([3, 200, 255]);
    expect([...map.labels]).toEqual([1, UNPAINTED, UNPAINTED, 7, UNPAINTED, UNPAINTED]);
    expect([...paintRest(map, 0).labels]).toEqual([1, 0, 0, 7, 0, 0]);
  });

  it('reads 16-bit ids without folding them onto known ones', () => {
    expect(importLayout(gray([1, 257, 7, 1], 2, 16), LABELS).unknown).toEqual([257]);
  });

  it('reads palette pictures by index, whatever their colours', () => {
    const palette = Array.from({ length: 8 }, (_, i) => [i * 3, 255 - i, 7]);
    const bytes = encode({
      width: 3,
      height: 1,
      data: Uint8Array.of(1, 7, 0),
      channels: 1,
      depth: 8,
      palette,
    });
    expect([...importLayout(bytes, LABELS).map.labels]).toEqual([1, 7, 0]);
  });

  it('reads palette pictures of few bits, whose rows start on bytes', () => {
    const palette = [
      [0, 0, 0],
      [9, 9, 9],
    ];
    const width = 11;
    const values = Array.from({ length: width * 2 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const packed = new Uint8Array(4);
    values.forEach((value, i) => {
      const [row, column] = [Math.floor(i / width), i % width];
      packed[row * 2 + (column >> 3)] |= value << (7 - (column & 7));
    });
    const bytes = encode({ width, height: 2, data: packed, channels: 1, depth: 1, palette });
    expect([...importLayout(bytes, LABELS).map.labels]).toEqual(values);
  });

  it('matches colours exactly', () => {
    const data = Uint8Array.of(0x8e, 0xcd, 0xf5, 0x2f, 0x78, 0xc4);
    const bytes = encode({ width: 2, height: 1, data, channels: 3, depth: 8 });
    expect([...importLayout(bytes, LABELS).map.labels]).toEqual([1, 7]);
  });

  it('refuses colours that are only close, and names them', () => {
    const data = Uint8Array.of(0x8e, 0xcd, 0xf5, 0x2f, 0x78, 0xc5);
    const bytes = encode({ width: 2, height: 1, data, channels: 3, depth: 8 });
    expect(codeOf(() => importLayout(bytes, LABELS))).toBe('layout-colours-unknown');
    expect(() => importLayout(bytes, LABELS)).toThrow(/#2f78c5/);
  });

  it('refuses what is not a PNG, each with its own reason', () => {
    expect(codeOf(() => importLayout(new TextEncoder().encode('hello, no picture'), LABELS))).toBe(
      'layout-not-an-image',
    );
    expect(codeOf(() => importLayout(new Uint8Array(0), LABELS))).toBe('layout-not-an-image');
    expect(codeOf(() => importLayout(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0), LABELS))).toBe(
      'layout-not-png',
    );
  });

  it('refuses a damaged PNG', () => {
    const bytes = gray([0, 1, 7, 1], 2);
    expect(codeOf(() => importLayout(bytes.subarray(0, bytes.length - 14), LABELS))).toBe('layout-damaged');
    expect(codeOf(() => importLayout(bytes.subarray(0, 12), LABELS))).toBe('layout-damaged');
    const altered = bytes.slice();
    altered[bytes.length - 20] ^= 0x40;
    expect(codeOf(() => importLayout(altered, LABELS))).toBe('layout-damaged');
  });

  it('refuses a 20,000 pixel wide picture from its header, without its pixels', () => {
    const header = gray([0], 1).slice(0, 33);
    new DataView(header.buffer).setUint32(16, 20_000);
    expect(codeOf(() => importLayout(header, LABELS))).toBe('layout-too-large');
    expect(() => importLayout(header, LABELS)).toThrow(/20000 x 1/);
  });
});
