import { describe, expect, it } from 'vitest';

import { readRunRecord } from '../../src/core/readRunRecord.ts';
import { aRecord } from '../support/aRun.ts';

type Path = readonly (string | number)[];

/** The record as JSON with one place changed. */
function changed(path: Path, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(aRecord())) as Record<string | number, unknown>;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string | number, unknown>, copy);
  parent[path[path.length - 1]] = value;
  return copy;
}

describe('readRunRecord', () => {
  it('gives a sound record back as it is', () => {
    const record = aRecord();
    expect(readRunRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('takes over nothing that it does not know', () => {
    const json = JSON.stringify(aRecord()).replace(
      '{',
      '{"__proto__":{"polluted":1},"constructor":2,"extra":3,',
    );
    const record = readRunRecord(JSON.parse(json));
    expect(record).toEqual(aRecord());
    expect(Object.keys(record)).not.toContain('extra');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });

  const bad: [string, Path, unknown][] = [
    ['a model without id', ['model'], { hash: 'h' }],
    ['an id as long as a book', ['model', 'id'], 'x'.repeat(5000)],
    ['a grid that its tokens do not fill', ['grid', 'height'], 3],
    ['a grid of a billion cells', ['grid'], { height: 2 ** 15, width: 2 ** 15 }],
    ['a negative side', ['grid', 'width'], -2],
    ['a kind that is none', ['settings', 'kind'], 'magic'],
    ['a window that is none', ['settings', 'window'], 'stride-5'],
    ['a seed with a fraction', ['settings', 'seed'], 0.5],
    ['a seed past exact numbers', ['settings', 'seed'], 2 ** 60],
    ['a temperature as text', ['settings', 'temperature'], '1'],
    ['a negative temperature', ['settings', 'temperature'], -1],
    ['a temperature of 0, by which nothing can be divided', ['settings', 'temperature'], 0],
    ['no temperature', ['settings', 'temperature'], null],
    ['top-p above 1', ['settings', 'topP'], 1.5],
    ['greedy as number', ['settings', 'greedy'], 1],
    ['a token below -1', ['tokens', 2], -2],
    ['a token with a fraction', ['tokens', 2], 1.25],
    ['a token beyond any codebook', ['tokens', 2], 2 ** 21],
    ['a condition token of -1', ['condition', 'tokens', 0], -1],
    ['tokens as text', ['tokens'], '1,2,3,4'],
    ['tokens as object', ['tokens'], { length: 4 }],
    ['no statistics', ['stats'], null],
    ['an elapsed time that is none', ['stats', 'elapsedMs'], {}],
  ];
  it.each(bad)('refuses %s', (_, path, value) => {
    expect(() => readRunRecord(changed(path, value))).toThrow(
      expect.objectContaining({ code: 'record-invalid' }) as Error,
    );
  });

  it.each([[null], [3], ['text'], [[]], [{}], [{ version: '1' }]])(
    'refuses %j, which is no record',
    (value) => {
      expect(() => readRunRecord(value)).toThrow(
        expect.objectContaining({ code: 'record-invalid' }) as Error,
      );
    },
  );

  it('names another version', () => {
    expect(() => readRunRecord(changed(['version'], 2))).toThrow(
      expect.objectContaining({ code: 'record-version' }) as Error,
    );
  });
});
