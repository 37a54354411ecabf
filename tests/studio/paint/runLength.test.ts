import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { packRuns, unpackRuns } from '../../../src/studio/paint/runLength.ts';

describe('run lengths', () => {
  it('come back as they were', () => {
    const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 40_000 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(runs, (pairs) => {
        const labels = Uint8Array.from(pairs.flatMap(([value, count]) => Array<number>(count).fill(value)));
        const back = unpackRuns(packRuns(labels), labels.length) ?? new Uint8Array(1);
        expect(Buffer.compare(back, labels)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('are small for plain areas', () => {
    expect(packRuns(new Uint8Array(1280 * 832)).length).toBeLessThan(8);
  });

  it('that do not fit are refused', () => {
    const packed = packRuns(new Uint8Array(300));
    expect(unpackRuns(packed, 299)).toBeNull();
    expect(unpackRuns(packed, 301)).toBeNull();
    expect(unpackRuns(packed.subarray(0, packed.length - 1), 300)).toBeNull();
    expect(unpackRuns(Uint8Array.of(1, 255, 255, 255, 255, 255), 300)).toBeNull();
  });
});
