import { describe, expect, it } from 'vitest';

import { folderAddress } from '../../../src/studio/library/folderUrl.ts';

const PAGE = 'https://tessera.example/app/';

describe('folderAddress', () => {
  it('names every host but the page’s own', () => {
    expect(folderAddress('models/x/', PAGE)).toEqual({
      url: 'https://tessera.example/app/models/x/',
      foreignHost: null,
    });
    expect(folderAddress('https://tessera.example/y', PAGE).foreignHost).toBeNull();
    expect(folderAddress('https://other.example:8443/m/', PAGE).foreignHost).toBe('other.example:8443');
    // another port or scheme is another origin
    expect(folderAddress('http://tessera.example/y', PAGE).foreignHost).toBe('tessera.example');
  });

  it('takes an address without its scheme as people type it', () => {
    expect(folderAddress(' weights.example/landscapes ', PAGE)).toEqual({
      url: 'https://weights.example/landscapes',
      foreignHost: 'weights.example',
    });
  });

  it.each([
    '',
    '   ',
    'ftp://x.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://a:b@x.example/',
  ])('refuses %j', (typed) => {
    expect(() => folderAddress(typed, PAGE)).toThrow(expect.objectContaining({ code: 'address-invalid' }));
  });
});
