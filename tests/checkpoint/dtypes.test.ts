import { expect, it } from 'vitest';

import { toIntegers } from '../../src/checkpoint/dtypes.ts';

it('reads integers beyond the exact ones of float32, wherever they lie in a larger buffer', () => {
  const numbers = Int32Array.of(7, 2 ** 24 + 1, -3, 9);
  const file = Buffer.from(numbers.buffer);
  expect(toIntegers(file.subarray(4, 12), 'i32', 'x')).toEqual([2 ** 24 + 1, -3]);
  expect(toIntegers(Uint8Array.from(file).subarray(4, 12), 'i32', 'x')).toEqual([2 ** 24 + 1, -3]);
});

it('refuses fractions by the name of their tensor', () => {
  const bytes = new Uint8Array(Float32Array.of(1, 1.5).buffer);
  expect(() => toIntegers(bytes, 'f32', 'permuter')).toThrow(/permuter holds values/);
});
