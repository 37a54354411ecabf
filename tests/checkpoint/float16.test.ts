import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat, LARGEST_HALF } from '../../src/checkpoint/float16.ts';
import { pack, storedAs } from '../../src/checkpoint/quantize.ts';

describe('half precision', () => {
  it('survives the round trip for every finite half', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    expect(floatToHalf(halfToFloat(all))).toEqual(all);
  });

  it('rounds to the nearest, ties to even', () => {
    const step = 2 ** -10;
    const pairs: [number, number][] = [
      [1 + step / 2, 1],
      [1 + 1.5 * step, 1 + 2 * step],
      [1 + step / 2 + 2 ** -20, 1 + step],
      [2 ** -25, 0],
      [1.5 * 2 ** -24, 2 * 2 ** -24],
      [2 ** -25 + 2 ** -40, 2 ** -24],
      [2 ** -14 - 2 ** -26, 2 ** -14],
      [65519, LARGEST_HALF],
      [65520, Infinity],
      [-0.1, -0.0999755859375],
    ];
    const rounded = halfToFloat(floatToHalf(Float32Array.from(pairs, ([x]) => x)));
    expect(Array.from(rounded)).toEqual(pairs.map(([, y]) => y));
    expect(halfToFloat(floatToHalf(Float32Array.of(NaN)))[0]).toBeNaN();
  });
});

describe('int8 rows', () => {
  it('use each row in full and keep zero rows zero', () => {
    const packed = pack(Float32Array.of(0.5, -1.27, 0, 0, 100, 50), 3, 'i8');
    expect(new Int8Array(packed.bytes.buffer)).toEqual(Int8Array.of(50, -127, 0, 0, 127, 64));
    expect(packed.scale?.[0]).toBeCloseTo(0.01, 8);
    expect(packed.error.maxAbs).toBeLessThanOrEqual(100 / 127 / 2 + 1e-6);
  });
});

describe('what a tensor is stored as', () => {
  const halves = Float32Array.of(0.5, -1.25, 3, 2 ** -14);
  const name = 'imageStage.encoder.conv_in.weight';

  it('keeps an encoder float32, unless halves hold it exactly', () => {
    expect(storedAs(name, [2, 2], halves, 'f16')).toBe('f16');
    expect(pack(halves, 2, 'f16').error.maxAbs).toBe(0);
    expect(storedAs(name, [2, 2], Float32Array.of(0.5, -1.25, 3, 0.1), 'f16')).toBe('f32');
    expect(storedAs(name, [2, 2], halves, 'f32')).toBe('f32');
    expect(storedAs(name, [4], halves, 'f16')).toBe('f32');
  });
});
