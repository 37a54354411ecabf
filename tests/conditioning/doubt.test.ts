import { describe, expect, it } from 'vitest';

import { doubtOf } from '../../src/conditioning/doubt.ts';

const depth = (...values: number[]) =>
  ({ kind: 'depth', map: { height: 1, width: values.length, depth: Float32Array.from(values) } }) as const;
const photo = (...bytes: number[]) => ({
  height: 1,
  width: bytes.length / 3,
  rgb: Uint8Array.from(bytes),
});

describe('A condition that may be meant otherwise', () => {
  it('is a depth map with one depth, or with as few as labels', () => {
    expect(doubtOf(depth(7, 7, 7))).toEqual({ about: 'flat-depth' });
    expect(doubtOf(depth(0, 3, 3, 10))).toEqual({ about: 'few-depths', depths: 3 });
    expect(doubtOf(depth(...Array.from({ length: 13 }, (_, i) => i)))).toBeNull();
  });

  it('is a photo without contrast, for the kinds that are made from photos', () => {
    const labels = photo(0, 0, 0, 10, 10, 10);
    expect(doubtOf({ kind: 'low-resolution', photo: labels })).toEqual({
      about: 'flat-photo',
      least: 0,
      most: 10,
    });
    expect(doubtOf({ kind: 'edges', photo: labels })).not.toBeNull();
    expect(doubtOf({ kind: 'edges', photo: photo(0, 0, 0, 10, 90, 10) })).toBeNull();
    // A skeleton, drawn edges and everything that is no photo have their own checks.
    expect(doubtOf({ kind: 'pose', photo: labels })).toBeNull();
    expect(doubtOf({ kind: 'edges', edges: { height: 1, width: 1, edges: Uint8Array.of(0) } })).toBeNull();
    expect(doubtOf({ kind: 'none' })).toBeNull();
  });
});
