import { describe, expect, it } from 'vitest';

import { drawStatistics, viewDraw, viewToken } from '../../src/core/distribution.ts';
import { drawToken } from '../../src/core/draw.ts';
import { uniform } from '../../src/core/philox.ts';
import type { DrawSettings } from '../../src/core/settings.ts';

const CODES = 24;
const PLAIN: DrawSettings = { temperature: 1, topK: 0, topP: 1, greedy: false };

function randomLogits(seed: number): Float32Array {
  // Longer than the codebook: ids beyond it are large, and must never be seen.
  return Float32Array.from({ length: CODES + 8 }, (_, i) => (i < CODES ? 6 * uniform(seed, i, 0) : 50));
}

/** The rules again, one list at a time, with sorted pairs instead of thresholds. */
function oracle(logits: Float32Array, { temperature, topK, topP }: DrawSettings) {
  const pairs = [...logits.subarray(0, CODES)].map((value, id) => ({
    id,
    weight: Math.exp(Math.fround(value / temperature)),
  }));
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  const mass = (list: typeof pairs) => list.reduce((sum, { weight }) => sum + weight, 0) / total;
  const sorted = [...pairs].sort((a, b) => b.weight - a.weight || a.id - b.id);
  const afterTopK = topK > 0 ? sorted.slice(0, topK) : sorted;
  const nucleus: typeof pairs = [];
  for (const pair of afterTopK) {
    nucleus.push(pair);
    if (topP < 1 && mass(nucleus) / mass(afterTopK) > topP) break;
  }
  const share = mass(nucleus) * total;
  const probabilities = nucleus.map(({ id, weight }) => ({ id, probability: weight / share }));
  return {
    probabilities,
    entropy: probabilities.reduce((sum, { probability: p }) => sum - p * Math.log(p), 0),
    topK: { count: pairs.length - afterTopK.length, mass: 1 - mass(afterTopK) },
    topP: { count: afterTopK.length - nucleus.length, mass: mass(afterTopK) - mass(nucleus) },
  };
}

const CASES: [string, DrawSettings][] = [
  ['without filters', PLAIN],
  ['hotter', { ...PLAIN, temperature: 1.7 }],
  ['colder, with top-k', { ...PLAIN, temperature: 0.4, topK: 5 }],
  ['with top-p', { ...PLAIN, topP: 0.6 }],
  ['with both', { ...PLAIN, temperature: 1.2, topK: 9, topP: 0.8 }],
];

describe('viewDraw', () => {
  it.each(CASES)('agrees with the rules done by hand: %s', (_, settings) => {
    for (let seed = 0; seed < 20; seed++) {
      const logits = randomLogits(seed);
      const wanted = oracle(logits, settings);
      const view = viewDraw(logits, settings, CODES, 7);
      expect(view.kept).toBe(wanted.probabilities.length);
      expect(view.entropy).toBeCloseTo(wanted.entropy, 9);
      expect(view.topK.count).toBe(wanted.topK.count);
      expect(view.topP.count).toBe(wanted.topP.count);
      expect(view.topK.mass).toBeCloseTo(wanted.topK.mass, 9);
      expect(view.topP.mass).toBeCloseTo(wanted.topP.mass, 9);
      expect(view.candidates.map(({ id }) => id)).toEqual(
        wanted.probabilities.slice(0, 7).map(({ id }) => id),
      );
      view.candidates.forEach(({ probability }, i) =>
        expect(probability).toBeCloseTo(wanted.probabilities[i].probability, 9),
      );
    }
  });

  it('has the entropy of a fair die, and none when one code is left', () => {
    const flat = new Float32Array(CODES);
    expect(viewDraw(flat, PLAIN, CODES, 1).entropy).toBeCloseTo(Math.log(CODES), 12);
    const single = randomLogits(1);
    single[3] = 80;
    expect(viewDraw(single, { ...PLAIN, topP: 0.5 }, CODES, 9)).toMatchObject({
      kept: 1,
      entropy: 0,
      candidates: [{ id: 3, probability: 1 }],
    });
  });
});

describe('viewToken', () => {
  it('gives the numbers that choose a token, and no others do', () => {
    for (let seed = 0; seed < 12; seed++) {
      const settings = CASES[seed % CASES.length][1];
      const logits = randomLogits(seed);
      const u = uniform(seed, 99, 0);
      const token = drawToken(logits, settings, CODES, u);
      const { from, to, probability, surprise } = viewToken(logits, settings, CODES, token);
      expect(from).toBeLessThanOrEqual(u);
      expect(to).toBeGreaterThan(u);
      expect(to - from).toBeCloseTo(probability, 12);
      expect(surprise).toBeCloseTo(-Math.log(probability), 12);
      expect(drawToken(logits, settings, CODES, (from + to) / 2)).toBe(token);
      if (to < 1 - 1e-6) expect(drawToken(logits, settings, CODES, to + 1e-9)).not.toBe(token);
      expect(drawStatistics(logits, settings, CODES, token).probability).toBe(probability);
    }
  });

  it('says when a filter had taken the token away', () => {
    const logits = Float32Array.from({ length: CODES }, (_, id) => id);
    const least = viewToken(logits, { ...PLAIN, topK: 3 }, CODES, 0);
    expect(least).toMatchObject({ probability: 0, surprise: Infinity, rank: CODES });
    expect(viewToken(logits, { ...PLAIN, topK: 3 }, CODES, CODES - 1).rank).toBe(1);
    expect(drawStatistics(logits, { ...PLAIN, topK: 3 }, CODES, 0).probability).toBe(0);
  });
});
