import { readFileSync } from 'node:fs';

import { beforeEach, describe, expect, it } from 'vitest';

import { checkManifest } from '../../src/checkpoint/manifestSchema.ts';
import { modelHash } from '../../src/checkpoint/verifyFile.ts';
import { fetchModel } from '../../src/store/fetchModel.ts';
import { listModels } from '../../src/store/modelStore.ts';
import { FakeServer, HOST, MemoryDirectory } from './support.ts';

/** What Tessera 0.1.0 wrote beside a model's files, unchanged since. */
const RECORD = readFileSync(new URL('fixtures/record-0.1.0.json', import.meta.url), 'utf8');
const PATH = 'transformer-001.safetensors';
const GPT = Uint8Array.from({ length: 97 }, (_, i) => (i * 7) % 253);
const text = (value: string) => new TextEncoder().encode(value);

let server: FakeServer;
let folder: MemoryDirectory;

/** A visit's storage as an earlier version left it. */
function left(record: string, key: string): void {
  server = new FakeServer(new Map());
  folder = new MemoryDirectory();
  const models = new MemoryDirectory();
  models.folders.set(key, folder);
  server.root?.folders.set('models', models);
  const { manifest } = JSON.parse(RECORD) as { manifest: { files: unknown[] } };
  folder.files.set('record.json', text(record));
  folder.files.set(PATH, GPT);
  folder.files.set(`${PATH}.ok`, text(JSON.stringify(manifest.files[0])));
  server.files.set('model.json', text(JSON.stringify(manifest)));
  server.files.set(PATH, GPT);
}

const manifest = checkManifest((JSON.parse(RECORD) as { manifest: unknown }).manifest);
const key = modelHash(manifest);

describe('storage of Tessera 0.1.0', () => {
  beforeEach(() => left(RECORD, key));

  it('is listed, and used without a byte being fetched again', async () => {
    expect(await listModels(server.environment)).toMatchObject([{ key, storedBytes: 97, totalBytes: 97 }]);
    const model = await fetchModel(HOST, {}, server.environment);
    expect(await model.read(manifest.files[0])).toEqual(GPT);
    expect(server.requests.map(({ path }) => path)).toEqual(['model.json']);
  });

  it('opens without a network', async () => {
    server.offline = true;
    const model = await fetchModel(HOST, {}, server.environment);
    expect(await model.read(manifest.files[0])).toEqual(GPT);
  });
});

describe('storage that this version cannot read', () => {
  it.each<[string, string]>([
    ['of a later version', RECORD.replace('"version": 1', '"version": 9')],
    ['cut by a crash', RECORD.slice(0, 300)],
    ['of another kind', '[1, 2, 3]'],
  ])('%s counts as absent, and is written anew', async (_, record) => {
    left(record, key);
    expect(await listModels(server.environment)).toEqual([]);
    const model = await fetchModel(HOST, {}, server.environment);
    expect(await model.read(manifest.files[0])).toEqual(GPT);
    expect(await listModels(server.environment)).toMatchObject([{ key, storedBytes: 97 }]);
  });
});
