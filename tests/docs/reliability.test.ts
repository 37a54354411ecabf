import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/reliability.md', 'utf8');

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

function tablesOf(markdown: string): Table[] {
  return markdown
    .split(/\n(?!\|)/)
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 2)
    .map(([head, , ...rows]) => ({ head: cellsOf(head), rows: rows.map(cellsOf) }));
}

const number = (written: string) => Number(written.replaceAll(',', ''));
const tables = tablesOf(text);
const faults = tables.filter(({ head }) => /^(fault|attack)$/.test(head[0])).flatMap(({ rows }) => rows);
const fuzzed = tables.find(({ head }) => head[0] === 'target')!.rows;

/** What a cell such as "e2e `trust`; unit `runtime/recovery`, `core/draw`" names. */
function testsNamed(cell: string): string[] {
  return cell.split(/[;,] (?=e2e|unit)/).flatMap((part) => {
    const kind = part.slice(0, 4).trim();
    return [...part.matchAll(/`([\w/.-]+)`/g)].map(([, name]) =>
      kind === 'e2e' ? `e2e/${name}.e2e.ts` : `tests/${name}.test.ts`,
    );
  });
}

describe('docs/reliability.md', () => {
  it('states the sum of its tables', () => {
    const survived = faults.filter((row) => /^(survived|noticed)$/.test(row[3])).length;
    expect(text).toContain(
      `**Faults tried: ${faults.length}, survived or noticed: ${survived}, lost: ${faults.length - survived}.**`,
    );
  });

  it('names a test that is there for every fault', () => {
    for (const [fault, , by] of faults) {
      const named = testsNamed(by);
      expect(named, fault).not.toEqual([]);
      for (const path of named) expect(existsSync(path), `${fault}: ${path}`).toBe(true);
    }
  });

  it('states the sums of the fuzz runs, and that each reader had its 100,000', () => {
    const executions = fuzzed.map((row) => number(row[2]));
    const sum = executions.reduce((a, b) => a + b, 0);
    expect(Math.min(...executions)).toBeGreaterThanOrEqual(100_000);
    expect(text).toContain(
      `${sum.toLocaleString('en')} executions in all; each of the ${fuzzed.length} targets`,
    );
  });
});
