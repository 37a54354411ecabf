import { describe, expect, it } from 'vitest';

import { distributionOf } from '../../src/core/draw.ts';
import { inverse, permutation, type PermuterName } from '../../src/core/permuters.ts';
import { toByte, toUnitRange } from '../../src/core/uint8.ts';
import { goldenJson, haveGoldens } from '../goldenFolder.ts';

const NAMES: Record<string, PermuterName> = {
  Identity: 'identity',
  Subsample: 'subsample',
  ZCurve: 'z-curve',
  SpiralOut: 'spiral-out',
  SpiralIn: 'spiral-in',
  Random: 'random',
  RandomPermute: 'random',
  AlternateParsing: 'alternate',
};

interface PermuterCase {
  kind: string;
  height: number;
  width: number;
  forward: number[];
  backward: number[];
}
interface FilterCase {
  logits: number[];
  k?: number;
  top_k?: number;
  top_p?: number;
  kept: number[];
  probs?: number[];
}

function floatOf(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
}

describe.skipIf(!haveGoldens)('tables of the reference', () => {
  it('gives the same permuter tables', () => {
    const cases = goldenJson<PermuterCase[]>('tables/permuters.json');
    expect(cases.length).toBeGreaterThan(0);
    for (const { kind, height, width, forward, backward } of cases) {
      const name = NAMES[kind];
      expect(name, kind).toBeDefined();
      const table = permutation(name, height, width);
      expect([...table], `${kind} ${height}x${width}`).toEqual(forward);
      expect([...inverse(table)], `${kind} ${height}x${width} backward`).toEqual(backward);
    }
  });

  it('keeps the same ids after top-k, ties included', () => {
    for (const { logits, k, kept } of goldenJson<{ top_k: FilterCase[] }>('tables/filters.json').top_k) {
      const settings = { temperature: 1, topK: k ?? 0, topP: 1, greedy: false };
      const { ids } = distributionOf(Float32Array.from(logits), settings, logits.length);
      expect([...ids]).toEqual(kept);
    }
  });

  it('keeps the same ids and probabilities after top-k and top-p', () => {
    const cases = goldenJson<{ top_p: FilterCase[] }>('tables/filters.json').top_p;
    for (const { logits, top_k, top_p, kept, probs } of cases) {
      const settings = { temperature: 1, topK: top_k ?? 0, topP: top_p ?? 1, greedy: false };
      const { ids, probabilities } = distributionOf(Float32Array.from(logits), settings, logits.length);
      expect([...ids]).toEqual(kept);
      const all = new Float64Array(logits.length);
      ids.forEach((id, i) => (all[id] = probabilities[i]));
      probs?.forEach((p, id) => expect(Math.abs(all[id] - p)).toBeLessThan(1e-6));
    }
  });

  it('converts between bytes and floats as the reference does', () => {
    const table = goldenJson<{
      float_bits: number[];
      u8: number[];
      normalise_bits: number[];
      roundtrip: number[];
    }>('tables/uint8.json');
    expect(table.float_bits.map((bits) => toByte(floatOf(bits)))).toEqual(table.u8);
    const bytes = table.normalise_bits.map((_, byte) => byte);
    expect(bytes.map(toUnitRange)).toEqual(table.normalise_bits.map(floatOf));
    expect(bytes.map((byte) => toByte(toUnitRange(byte)))).toEqual(table.roundtrip);
  });
});
