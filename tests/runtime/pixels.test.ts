import { expect, it } from 'vitest';

import { toPixels } from '../../src/runtime/pixels.ts';

const PLACE = { top: 0, left: 0 };
const picture = (values: number[]) => ({
  height: 2,
  width: 1,
  channels: 3,
  values: Float32Array.from(values),
});

it('gives opaque bytes for the rows that are asked for', () => {
  const { rgba, height } = toPixels(picture([9, 9, 9, -1, 0, 1]), 1, 1, PLACE);
  expect(height).toBe(1);
  expect([...rgba]).toEqual([0, 127, 255, 255]);
});

it.each([NaN, Infinity, -Infinity])('refuses %s instead of showing black or white', (value) => {
  expect(() => toPixels(picture([0, 0, 0, 0, value, 0]), 0, 2, PLACE)).toThrow(
    expect.objectContaining({ code: 'picture-not-finite' }) as Error,
  );
});
