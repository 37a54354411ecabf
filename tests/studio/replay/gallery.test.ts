import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Manifest } from '../../../src/checkpoint/manifest.ts';
import { modelHash } from '../../../src/checkpoint/verifyFile.ts';
import { CONDITION_KINDS } from '../../../src/core/settings.ts';
import { readRunRecord } from '../../../src/core/readRunRecord.ts';
import type { RecordedRunEntry } from '../../../src/studio/replay/recordedRuns.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const { runs } = JSON.parse(read('public/runs/index.json')) as { runs: RecordedRunEntry[] };
const records = new Map(
  runs.map((run) => [run.id, readRunRecord(JSON.parse(read('public/runs', run.record)))]),
);

describe('The recorded runs of the start page', () => {
  it('show every task: each kind of condition, and a completion', () => {
    const kinds = new Set([...records.values()].map(({ settings }) => settings.kind));
    expect([...kinds].toSorted()).toEqual(CONDITION_KINDS.toSorted());
    expect(runs.some(({ kept }) => kept !== undefined)).toBe(true);
  });

  it.each(runs.map((run) => [run.id, run] as const))(
    'hold all of %s, by the weights that ship',
    (id, run) => {
      const record = records.get(id)!;
      const { height, width } = record.grid;
      expect(record.tokens).toHaveLength(height * width);
      expect(Math.min(...record.tokens)).toBeGreaterThanOrEqual(0);
      const manifest = JSON.parse(read('models', record.model.id, 'model.json')) as Manifest;
      // Else nobody could ask about its tokens after the model has loaded.
      expect(record.model.hash).toBe(modelHash(manifest));
      for (const file of [run.image, ...(run.layout ? [run.layout] : [])]) {
        expect(existsSync(join(ROOT, 'public/runs', file)), file).toBe(true);
      }
      const kept = run.kept ? run.kept.height * run.kept.width : 0;
      expect(record.stats.tokens).toBe(height * width - kept);
    },
  );
});
