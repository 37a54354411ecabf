import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { readConditionFile } from '../../cli/io/conditionFile.ts';
import type { ConditionKind } from '../../src/core/settings.ts';

const SIDE = 32;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-condition-file-'));
  const gray = (name: string, value: (i: number) => number) => {
    const data = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => value(i));
    return writeFile(join(folder, name), encode({ width: SIDE, height: SIDE, channels: 1, depth: 8, data }));
  };
  await gray('flat.png', () => 90);
  await gray('labels.png', (i) => (i % SIDE) >> 3);
  await gray('slope.png', (i) => 7 * (i % SIDE));
});

afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['depth', 'flat.png', 'one depth everywhere'],
  ['depth', 'labels.png', 'only 4 different depths: if it is a map of labels, give --kind segmentation'],
  ['edges', 'labels.png', 'hardly any contrast (bytes from 0 to 3)'],
  ['low-resolution', 'flat.png', 'hardly any contrast (bytes from 90 to 90)'],
  ['depth', 'slope.png', null],
  ['low-resolution', 'slope.png', null],
  ['segmentation', 'flat.png', null],
] as const)('doubts %s from %s: %s', async (kind: ConditionKind, name, words) => {
  const notes: string[] = [];
  const input = await readConditionFile(kind, join(folder, name), { note: (text) => notes.push(text) });
  expect(input.kind).toBe(kind);
  expect(notes.join('\n')).toMatch(words === null ? /^$/ : `${name} has ${words}`);
});
