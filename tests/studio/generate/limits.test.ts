import { describe, expect, it } from 'vitest';

import {
  clampTyped,
  defaultWindow,
  offeredSizes,
  SEED,
  snapPicture,
  TEMPERATURE,
  TOP_P,
  topKRange,
} from '../../../src/studio/generate/limits.ts';

describe('clampTyped', () => {
  it.each([
    ['0.7', TEMPERATURE, { value: 0.7, moved: false }],
    ['0,7', TEMPERATURE, { value: 0.7, moved: false }],
    ['9', TEMPERATURE, { value: 2, moved: true }],
    ['-1', TEMPERATURE, { value: 0.1, moved: true }],
    ['0', TOP_P, { value: 0.05, moved: true }],
    ['5000', topKRange(1024), { value: 1024, moved: true }],
    ['0', topKRange(1024), { value: 1, moved: true }],
    ['12.4', topKRange(1024), { value: 12, moved: true }],
    ['-5', SEED, { value: 0, moved: true }],
    ['1e300', SEED, { value: Number.MAX_SAFE_INTEGER, moved: true }],
    ['9007199254740991', SEED, { value: Number.MAX_SAFE_INTEGER, moved: false }],
  ])('%s', (typed, range, expected) => {
    expect(clampTyped(typed, range)).toEqual(expected);
  });

  it('has no number in words and in nothing', () => {
    expect(clampTyped('twelve', SEED)).toBeNull();
    expect(clampTyped('  ', SEED)).toBeNull();
  });
});

describe('picture sizes', () => {
  it('snap to multiples of 16 from 256 x 128 to 2048 x 832, of a million pixels', () => {
    expect(snapPicture({ width: 500, height: 300 })).toEqual({ width: 496, height: 304 });
    expect(snapPicture({ width: 10, height: 5000 })).toEqual({ width: 256, height: 832 });
    expect(snapPicture({ width: 99999, height: 0 })).toEqual({ width: 2048, height: 128 });
    expect(snapPicture({ width: 2048, height: 5000 })).toEqual({ width: 2048, height: 512 });
    expect(snapPicture({ width: 1280, height: 5000 })).toEqual({ width: 1280, height: 832 });
  });

  it('offered for the published window go from 256 x 256 to 1280 x 832', () => {
    const sizes = offeredSizes(256, 16);
    expect(sizes[0]).toEqual({ width: 256, height: 256 });
    expect(sizes.at(-1)).toEqual({ width: 1280, height: 832 });
    expect(sizes).toContainEqual({ width: 1280, height: 240 });
    expect(sizes).toContainEqual({ width: 1280, height: 256 });
    expect(sizes).toContainEqual({ width: 2048, height: 512 });
    for (const size of sizes) expect(snapPicture(size)).toEqual(size);
  });

  it('offered for a small window are as many tokens, not as many pixels', () => {
    const sizes = offeredSizes(64, 4).map(({ width, height }) => `${width}x${height}`);
    expect(sizes[0]).toBe('64x64');
    expect(new Set(sizes).size).toBe(sizes.length);
  });

  it('of one window are drawn exactly, larger ones in strides of four', () => {
    expect(defaultWindow({ width: 16, height: 16 }, 16)).toBe('exact');
    expect(defaultWindow({ width: 24, height: 16 }, 16)).toBe('stride-4');
  });
});
