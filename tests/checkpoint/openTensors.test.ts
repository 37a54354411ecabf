import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileBytes } from '../../cli/io/fileBytes.ts';
import { blobBytes } from '../../src/checkpoint/blobBytes.ts';
import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { describeCheckpoint } from '../../src/checkpoint/describe.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { goldenJson, GOLDENS, haveGoldens } from '../goldenFolder.ts';
import { refused } from './support/expectRefused.ts';

const textBytes = (text: string) => memoryBytes(new TextEncoder().encode(text));

describe('detection by the first bytes', () => {
  it.each([
    ['an empty file', '', 'not-a-checkpoint'],
    ['a web page', '<!DOCTYPE html><html><body>Virus scan</body></html>', 'looks-like-html'],
    ['a web page with a leading line', '\n  <html lang="en">', 'looks-like-html'],
    ['a tar archive', `${'x'.repeat(257)}ustar${'\0'.repeat(250)}`, 'tar-checkpoint'],
    ['plain text', 'these are not weights, whatever the name says', 'not-a-checkpoint'],
    ['an empty zip', 'PK\x05\x06', 'not-a-checkpoint'],
  ])('names %s', async (_, content, code) => {
    await refused(openTensors(textBytes(content)), code);
  });
});

interface MalformedCase {
  readonly file: string;
  readonly outcome: string;
  readonly error_should_mention: readonly string[];
}

describe.skipIf(!haveGoldens)('malformed files of the goldens', () => {
  const cases = haveGoldens
    ? goldenJson<{ cases: MalformedCase[]; controls: string[] }>('malformed/case.json')
    : null;

  it.each(cases?.controls ?? [])('accepts the sound file %s', async (file) => {
    const opened = await openTensors(blobBytes(new Blob([readFileSync(join(GOLDENS, 'malformed', file))])));
    const description = await describeCheckpoint(opened, null);
    expect(description.tensors).toHaveLength(21);
    expect(description.warnings.filter((warning) => warning.includes('unknown'))).toEqual([]);
  });

  it.each(cases?.cases ?? [])('$file: $outcome', async ({ file, outcome, error_should_mention: hints }) => {
    const bytes = await openFileBytes(join(GOLDENS, 'malformed', file));
    const result = await openTensors(bytes)
      .then((opened) => describeCheckpoint(opened, null))
      .catch((error: unknown) => error);
    await bytes.close();
    const said =
      result instanceof TesseraError ? result.line : (result as { warnings: string[] }).warnings.join('\n');
    expect(result instanceof TesseraError).toBe(outcome !== 'accept with warning');
    expect(
      hints.some((hint) => new RegExp(hint.replace(/ \(.*\)$/, ''), 'i').test(said)),
      said,
    ).toBe(true);
  });
});
