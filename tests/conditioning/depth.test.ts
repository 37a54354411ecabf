import { describe, expect, it } from 'vitest';
import { depthFromRgba, depthPicture, resampleDepth } from '../../src/conditioning/depth.ts';

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
