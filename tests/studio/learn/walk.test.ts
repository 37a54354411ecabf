import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { distributionOf, drawFrom } from '../../../src/core/draw.ts';
import { uniform } from '../../../src/core/philox.ts';
import type { RunRecord } from '../../../src/core/runRecord.ts';
import { plainly, shuffledTokens, toldOtherwise, type Walk } from '../../../src/studio/learn/walk.ts';

const read = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../../public/${path}`, import.meta.url), 'utf8')) as T;
const walk = read<Walk>('learn/walk.json');
const record = read<RunRecord>(`runs/${walk.run}.json`);
const cells = record.tokens.length;

describe('the recorded figures of the Learn page', () => {
  it('were made from the run that ships (else: npx tsx scripts/makeLearnWalk.ts)', () => {
    expect(walk.model).toEqual(record.model);
    expect(walk.surprise.drawn).toHaveLength(cells);
    expect(walk.surprise.shuffled).toHaveLength(cells);
    expect(walk.told[0]).toEqual({ id: 'layout', name: null, condition: record.condition });
  });

  it('hold scores from which the recorded number draws the recorded token', () => {
    const codes = walk.plane.x.length;
    for (const { row, column, u, best } of walk.steps) {
      expect(u).toBe(uniform(record.settings.seed, row, column));
      const logits = new Float32Array(codes).fill(Math.min(...best.logits) - 60);
      best.ids.forEach((id, i) => (logits[id] = best.logits[i]));
      const drawn = drawFrom(distributionOf(logits, record.settings, codes), u);
      expect(drawn).toBe(record.tokens[row * record.grid.width + column]);
    }
  });

  it('hold shares that are sorted and leave something to the other codes', () => {
    for (const { given, attention } of walk.steps) {
      expect(given).toHaveLength(walk.told.length);
      for (const { ids, shares } of given) {
        expect(new Set(ids).size).toBe(shares.length);
        expect([...shares].sort((a, b) => b - a)).toEqual(shares);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1.001);
      }
      for (const row of attention.layers) {
        expect(row.reduce((sum, share) => sum + share, 0) / 1000).toBeCloseTo(1, 1);
      }
    }
  });

  it('find shuffled tokens harder to foretell', () => {
    const mean = (nats: readonly number[]) => nats.reduce((sum, one) => sum + one, 0) / nats.length;
    expect(mean(walk.surprise.shuffled)).toBeGreaterThan(mean(walk.surprise.drawn) + 1);
    const shuffled = shuffledTokens(record.tokens, uniform);
    expect([...shuffled].sort((a, b) => a - b)).toEqual([...record.tokens].sort((a, b) => a - b));
    expect(shuffled).not.toEqual(record.tokens);
  });
});

describe('what a step is told', () => {
  it('changes the condition and takes guidance and filters away', () => {
    const nothing = walk.told.find(({ id }) => id === 'none');
    const changed = plainly(toldOtherwise(record, nothing!));
    expect(changed.condition.kind).toBe('none');
    expect(changed.settings).toMatchObject({ kind: 'none', temperature: 1, topK: 0, topP: 1 });
    expect(changed.settings.guidance).toBe(0);
    expect(changed.tokens).toBe(record.tokens);
  });
});
