import { describe, expect, it } from 'vitest';

import { linkTo, pageOf, PAGES } from '../../../src/studio/shell/routes.ts';

describe('routes', () => {
  it('lead back to their page', () => {
    for (const page of PAGES) expect(pageOf(linkTo(page))).toBe(page);
  });

  it('that are unknown lead to the studio', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#main']) expect(pageOf(hash)).toBe('studio');
    expect(pageOf('#/codebook/512?x=1')).toBe('codebook');
  });
});
