import { describe, expect, it } from 'vitest';

import { bytes, count, duration, millions, sentence } from '../../../src/studio/messages/format.ts';

describe('numbers in words', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [31_400_000, '31.4 MB'],
    [431_000_000, '431 MB'],
    [4_300_000_000, '4.3 GB'],
  ])('%i bytes', (value, expected) => expect(bytes(value)).toBe(expected));

  it.each([
    [0.2, '0 s'],
    [59.4, '59 s'],
    [65, '1 min 05 s'],
    [4200, '1 h 10 min'],
  ])('%f seconds', (value, expected) => expect(duration(value)).toBe(expected));

  it('are grouped and rounded', () => {
    expect(count(4160)).toBe('4,160');
    expect(millions(34_200_000)).toBe('34 M');
    expect(millions(9_870_000)).toBe('9.9 M');
  });
});

describe('sentence', () => {
  it('begins with a capital and ends with a stop', () => {
    expect(sentence('the file is empty')).toBe('The file is empty.');
    expect(sentence('Really?')).toBe('Really?');
  });

  it('leaves names of files as they are', () => {
    expect(sentence('model.json could not be read')).toBe('model.json could not be read.');
  });
});
