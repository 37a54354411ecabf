import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { wholeNumbers } from '../../cli/arguments.ts';
import { idOfPath } from '../../cli/io/checkpoint.ts';
import { decodedBytes } from '../../cli/io/decoded.ts';
import { writeBytes } from '../../cli/io/files.ts';
import { readTokens } from '../../cli/io/tokens.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each(['[2, 4294967301]', '[2, 0.5]', '[2, "1"]', '[2]'])(
  'refuses %s as tokens of two cells',
  async (tokens) => {
    const path = join(folder, 'tokens.json');
    await writeFile(path, `{"height": 1, "width": 2, "tokens": ${tokens}}`);
    await expect(readTokens(path)).rejects.toMatchObject({ code: 'tokens-invalid' });
  },
);

it.each([
  ['1,2', [1, 2]],
  [' 1 , 2 ', [1, 2]],
  ['1,', null],
  ['1,2,3', null],
  ['-1,2', null],
  ['1.5,2', null],
])('reads "%s" as a cell only where both numbers are there', (words, cell) => {
  expect(wholeNumbers(words, 2)).toEqual(cell);
});

it('makes ids that a model may have, also of names that are too long for one', () => {
  expect(idOfPath('runs/My Model.ckpt')).toBe('my-model');
  expect(idOfPath(`runs/${'long-'.repeat(20)}.ckpt`)).toMatch(/^[a-z0-9][a-z0-9.-]{0,62}[a-z0-9]$/);
});

it.each([true, false])('writes no picture out of values that are no numbers (labels: %s)', (segmentation) => {
  const picture = { height: 1, width: 1, channels: 3, values: Float32Array.of(0, NaN, 0) };
  expect(() => decodedBytes(picture, segmentation)).toThrow(
    expect.objectContaining({ code: 'picture-not-finite' }) as Error,
  );
});

it('writes into folders that are not there yet, and again', async () => {
  const path = join(folder, 'some', 'where', 'deep', 'file.txt');
  await writeBytes(path, 'a');
  await writeBytes(path, 'b');
  expect(await readFile(path, 'utf8')).toBe('b');
});

// Node's own recursive mkdir never comes back from the first of these.
it.each(['/proc/none/deep/file.txt', '/dev/null/deep/file.txt'])('refuses to write %s', async (path) => {
  await expect(writeBytes(path, 'a')).rejects.toMatchObject({ code: 'output-unwritable' });
});
