import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/studio-tests.md', 'utf8');

const rows = text
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|(-|\s*what)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

interface Named {
  readonly file: string;
  readonly title: string;
}

/** What a cell such as "`files`: one title; `library`: another" names. */
function named(cell: string): Named[] {
  if (cell === 'the same for every screen') return [];
  return cell.split(/; (?=`)/).map((part) => {
    const [, file, title] = /^`(\w+)`: (.+)$/.exec(part) ?? [];
    if (!file) throw new Error(`no test: ${part}`);
    return { file: `e2e/${file}.e2e.ts`, title };
  });
}

/** Where a file has a test or step of this title; -1 where it has none. */
function placeOf(source: string, title: string): number {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\btest(\\.step)?\\(\\s*'${escaped}'`).exec(source)?.index ?? -1;
}

/** The part of a file that a place is in: from one line of `test` at its margin to the next. */
function blockOf(source: string, place: number): string {
  const starts = [...source.matchAll(/^(?=test[.(]|for \(|async function |function )/gm)].map(({ index }) => index);
  const from = starts.filter((start) => start <= place).at(-1) ?? 0;
  return source.slice(from, starts.find((start) => start > place) ?? source.length);
}

const isOnBoth = (source: string) => source.includes('of DEVICES');
const PHONE = /PHONE\.use|width: 390/;

describe('docs/studio-tests.md', () => {
  it('has rows', () => expect(rows.length).toBeGreaterThan(30));

  it.each(rows)('names tests that are there, and run where it says: %s', (what, desk, phone) => {
    for (const [cell, device] of [
      [desk, 'desk'],
      [phone, 'phone'],
    ]) {
      for (const { file, title } of named(cell)) {
        const source = readFileSync(file, 'utf8');
        const place = placeOf(source, title);
        expect(place, `${what}: ${file} has no “${title}”`).toBeGreaterThanOrEqual(0);
        if (isOnBoth(source)) continue;
        const block = blockOf(source, place);
        if (device === 'phone') expect(block, `${what}: ${file}, not on a phone`).toMatch(PHONE);
        else expect(block, `${what}: ${file}, on a phone alone`).not.toContain('PHONE.use');
      }
    }
  });
});
