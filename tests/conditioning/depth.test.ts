import { describe, expect, it } from 'vitest';
import {
  depthFromRgba,
  depthFromSamples,
  depthPicture,
  flipDepth,
  resampleDepth,
} from '../../src/conditioning/depth.ts';

describe('Depth', () => {
  it('spreads the map over -1 to 1, in float32', () => {
    const { values, channels } = depthPicture({ height: 1, width: 3, depth: Float32Array.of(10, 12.5, 30) });
    expect(channels).toBe(1);
    expect([...values]).toEqual([-1, -0.75, 1]);
  });

  it('does not divide by zero on a flat map', () => {
    const { values } = depthPicture({ height: 1, width: 2, depth: Float32Array.of(4, 4) });
    expect([...values]).toEqual([-1, -1]);
  });

  it('refuses values that are no numbers', () => {
    const depth = Float32Array.of(1, NaN);
    expect(() => depthPicture({ height: 1, width: 2, depth })).toThrowError(
      expect.objectContaining({ code: 'depth-not-finite' }) as Error,
    );
  });

  it('reads the four bytes of an RGBA pixel as one little-endian float32', () => {
    const depth = Float32Array.of(1.5, -2.25, 1e-20);
    const bytes = new Uint8Array(13);
    bytes.set(new Uint8Array(depth.buffer), 1);
    expect(depthFromRgba(bytes.subarray(1), 1, 3).depth).toEqual(depth);
  });

  it('resamples between pixel centres', () => {
    const map = { height: 1, width: 2, depth: Float32Array.of(0, 4) };
    expect([...resampleDepth(map, 2, 4).depth]).toEqual([0, 1, 3, 4, 0, 1, 3, 4]);
    expect(resampleDepth(map, 1, 2)).toBe(map);
  });
});

describe('A depth file', () => {
  const samples = (channels: number, values: number[], most = 255) => ({
    height: 1,
    width: values.length / channels,
    channels,
    data: most > 255 ? Uint16Array.from(values) : Uint8Array.from(values),
    most,
  });
  const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

  it('is gray, of any depth', () => {
    expect([...depthFromSamples(samples(1, [0, 7, 255]), 'a').depth]).toEqual([0, 7, 255]);
    expect([...depthFromSamples(samples(1, [0, 7, 65535], 65535), 'a').depth]).toEqual([0, 7, 65535]);
    expect([...depthFromSamples(samples(3, [9, 9, 9, 4, 4, 4]), 'a').depth]).toEqual([9, 4]);
    expect([...depthFromSamples(samples(4, [9, 9, 9, 255, 4, 4, 4, 255]), 'a').depth]).toEqual([9, 4]);
    const palette = [
      [0, 0, 0],
      [200, 200, 200],
    ];
    expect([...depthFromSamples({ ...samples(1, [1, 0]), palette }, 'a').depth]).toEqual([200, 0]);
  });

  it('may hold floats in four bytes, within reason', () => {
    const bytes = (...values: number[]) => [...new Uint8Array(Float32Array.from(values).buffer)];
    expect([...depthFromSamples(samples(4, bytes(1.5, -20)), 'a').depth]).toEqual([1.5, -20]);
    expect(() => depthFromSamples(samples(4, bytes(1, NaN)), 'a')).toThrowError(refusal('depth-not-finite'));
    expect(() => depthFromSamples(samples(4, bytes(1, 1e20)), 'a')).toThrowError(
      refusal('depth-out-of-range'),
    );
  });

  it('is no colour picture', () => {
    expect(() => depthFromSamples(samples(3, [1, 2, 3]), 'a')).toThrowError(refusal('depth-not-gray'));
    const palette = [[0, 0, 9]];
    expect(() => depthFromSamples({ ...samples(1, [0]), palette }, 'a')).toThrowError(
      refusal('depth-not-gray'),
    );
  });

  it('can be turned round, over the same range', () => {
    const map = { height: 1, width: 3, depth: Float32Array.of(2, 5, 10) };
    expect([...flipDepth(map).depth]).toEqual([10, 7, 2]);
  });
});
