import { describe, expect, it } from 'vitest';

import { preferredLanguage } from '../../../src/studio/language/language.ts';

describe('the language of the page', () => {
  it.each([
    [null, ['en-US'], 'en'],
    [null, ['de-AT', 'en'], 'de'],
    [null, ['fr-FR', 'de', 'en'], 'de'],
    [null, ['fr-FR', 'ja'], 'en'],
    [null, [], 'en'],
    ['de', ['en-GB'], 'de'],
    ['en', ['de-DE'], 'en'],
    ['fr', ['de-DE'], 'de'],
    [{ language: 'de' }, ['en'], 'en'],
  ] as const)('stored %j, browser %j: %s', (stored, wanted, expected) => {
    expect(preferredLanguage(stored, wanted)).toBe(expected);
  });
});
