import { expect, it } from 'vitest';

import { parseStrictJson } from '../../src/checkpoint/strictJson.ts';

it('reads texts of many megabytes, as metadata may hold', () => {
  const picture = 'x'.repeat(2 ** 24);
  expect(parseStrictJson(`{"a":"${picture}"}`)).toEqual(new Map([['a', picture]]));
});

it('reads escapes between plain letters, and refuses those that JSON does not have', () => {
  expect(parseStrictJson(String.raw`"a\n\u00e9\"b\\"`)).toBe('a\né"b\\');
  for (const bad of [String.raw`"\x"`, '"open', '"line\nbreak"', String.raw`"\u12"`]) {
    expect(() => parseStrictJson(bad)).toThrow(SyntaxError);
  }
});
