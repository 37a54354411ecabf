import { describe, expect, it } from 'vitest';

import { addressOf, linkToEntry } from '../../../src/studio/codebook/address.ts';

describe('the address of the Codebook page', () => {
  it('names an entry of a model, there and back', () => {
    expect(addressOf('#/codebook/landscapes/137').entry).toEqual({ model: 'landscapes', code: 137 });
    const odd = 'my model/ä';
    expect(addressOf(linkToEntry(odd, 0)).entry).toEqual({ model: odd, code: 0 });
  });

  it('names a view', () => {
    expect(addressOf('#/codebook/map').view).toBe('map');
    expect(addressOf('#/codebook/reconstruct?x=1').view).toBe('reconstruct');
  });

  it.each([
    '#/codebook',
    '#/library/map',
    '#/codebook/landscapes/abc',
    '#/codebook/a/-1',
    '#/codebook/a/1.5',
    '',
  ])('makes nothing of %s', (hash) => expect(addressOf(hash)).toEqual({ view: null, entry: null }));

  it('takes broken escapes as they are', () => {
    expect(addressOf('#/codebook/%E0%A4%A/3').entry).toEqual({ model: '%E0%A4%A', code: 3 });
  });
});
