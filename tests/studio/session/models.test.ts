import { describe, expect, it } from 'vitest';

import { entryOfUrl, foreignHost, type ModelEntry, withStored } from '../../../src/studio/session/models.ts';
import type { StoredModel } from '../../../src/store/modelStore.ts';
import { folderOf } from '../../store/support.ts';

const BASE = 'https://tessera.example/';
const { manifest } = folderOf({});
const listed: ModelEntry = entryOfUrl('models/a/', BASE);

function stored(key: string, url: string | null, storedBytes = 10): StoredModel {
  return { key, url, manifest: { ...manifest, name: key }, storedBytes, totalBytes: 10 };
}

describe('withStored', () => {
  it('puts imported models after those of the site', () => {
    const models = withStored([listed], [stored('import-1', null)]);
    expect(models.map(({ url }) => url)).toEqual([listed.url, 'stored:import-1']);
    expect(models[1]).toMatchObject({ name: 'import-1', bytes: 10 });
  });

  it('shows a downloaded model once, and one that nothing is stored of not at all', () => {
    const models = withStored([listed], [stored('x', listed.url), stored('y', 'https://other.example/', 0)]);
    expect(models).toEqual([listed]);
  });

  it('forgets those that were deleted since', () => {
    const before = withStored([listed], [stored('import-1', null), stored('import-2', null)]);
    expect(withStored(before, [stored('import-2', null)]).map(({ url }) => url)).toEqual([
      listed.url,
      'stored:import-2',
    ]);
  });

  it('opens a stored model by its address in the query', () => {
    expect(entryOfUrl('stored:import-1', BASE).url).toBe('stored:import-1');
  });
});

describe('foreignHost', () => {
  it.each<[string, string | null]>([
    ['models/a/', null],
    ['https://tessera.example/elsewhere/', null],
    ['stored:import-1', null],
    ['https://weights.example:8443/a', 'weights.example:8443'],
    ['http://tessera.example/models/a/', 'tessera.example'],
    ['//evil.example/a', 'evil.example'],
  ])('%s: %s', (address, host) => {
    expect(foreignHost(entryOfUrl(address, BASE).url, BASE)).toBe(host);
  });
});
