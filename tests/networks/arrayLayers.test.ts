import { expect, it } from 'vitest';
import { gelu, layerNorm } from '../../src/engine/webgpu/oracle/math.ts';
import { geluOf, normaliseRows } from '../../src/networks/transformer/arrayLayers.ts';

it('computes GELU as the error function has it, far out and at zero too', () => {
  const x = Float32Array.from({ length: 2001 }, (_, i) => (i - 1000) / 125);
  geluOf(x).forEach((value, i) => expect(Math.abs(value - gelu(x[i]))).toBeLessThan(3e-7));
  expect([...geluOf(Float32Array.of(0, 40, -40, NaN))]).toEqual([0, 40, -0, NaN]);
});

it('normalises every row by itself, also far from zero', () => {
  const width = 7;
  const x = Float32Array.from({ length: 3 * width }, (_, i) => Math.sin(i) + (i < width ? 0 : 1000));
  const scale = Float32Array.from({ length: width }, (_, i) => 1 + i / 10);
  const shift = Float32Array.from({ length: width }, (_, i) => -i);
  const got = normaliseRows(x, width, scale, shift, 1e-5);
  for (let row = 0; row < 3; row++) {
    const values = [...x.subarray(row * width, (row + 1) * width)];
    const expected = layerNorm(values, [...scale], [...shift]);
    expected.forEach((value, i) => expect(Math.abs(got[row * width + i] - value)).toBeLessThan(1e-5));
  }
});
