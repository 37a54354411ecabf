import { beforeEach, describe, expect, it } from 'vitest';
import { fetchModel } from '../../src/store/fetchModel.ts';
import { deleteModel, listModels, storeFolderWriter, verifyModel } from '../../src/store/modelStore.ts';
import { Rate } from '../../src/store/rate.ts';
import { refused } from '../checkpoint/support/expectRefused.ts';
import type { MemoryDirectory } from './support.ts';
import { FakeServer, folderOf, HOST } from './support.ts';

const GPT = Uint8Array.from({ length: 500 }, (_, i) => (i * 7) % 253);
const DECODER = Uint8Array.of(1, 2, 3);
const { manifest, files } = folderOf({
  'image-decoder-001.safetensors': DECODER,
  'transformer-001.safetensors': GPT,
});
let server: FakeServer;
beforeEach(() => {
  server = new FakeServer(new Map(files));
});

async function writeImport(key: string, commit: boolean) {
  const writer = await storeFolderWriter(key, server.environment);
  for (const [path, bytes] of files) {
    const sink = await writer.create(path);
    await sink.write(bytes);
    await sink.close();
  }
  await (commit ? writer.commit() : writer.discard());
}

describe('stored models', () => {
  it('are listed with what is complete', async () => {
    await fetchModel(HOST, { parts: (part) => part === 'transformer' }, server.environment);
    expect(await listModels(server.environment)).toMatchObject([
      { manifest, url: HOST, storedBytes: 500, totalBytes: 503 },
    ]);
  });

  it('are verified on demand, and damaged files come anew', async () => {
    await fetchModel(HOST, {}, server.environment);
    const [{ key }] = await listModels(server.environment);
    expect(await verifyModel(key, server.environment)).toEqual([]);
    const folder = server.root?.folders.get('models')?.folders.get(key) as MemoryDirectory;
    folder.files.set('transformer-001.safetensors', new Uint8Array(500)); // the right length, zero-filled
    expect(await verifyModel(key, server.environment)).toEqual(['transformer-001.safetensors']);
    const model = await fetchModel(HOST, {}, server.environment);
    expect(await model.read(manifest.files[1])).toEqual(GPT);
  });

  it('go when deleted', async () => {
    await fetchModel(HOST, {}, server.environment);
    const [{ key }] = await listModels(server.environment);
    await deleteModel(key, server.environment);
    expect(await listModels(server.environment)).toEqual([]);
    await refused(verifyModel(key, server.environment), 'model-not-found');
  });

  it('may be imported, and open by their key', async () => {
    await writeImport('import-1', true);
    expect(await listModels(server.environment)).toMatchObject([
      { key: 'import-1', url: null, storedBytes: 503 },
    ]);
    const model = await fetchModel('stored:import-1', {}, server.environment);
    expect(await model.read(manifest.files[0])).toEqual(DECODER);
    expect(server.requests).toEqual([]);
    await refused(fetchModel('stored:import-2', {}, server.environment), 'model-not-found');
  });

  it('that were being imported when it was cancelled leave nothing', async () => {
    await writeImport('import-1', false);
    expect(await listModels(server.environment)).toEqual([]);
    expect(await server.root?.folders.get('models')?.directories()).toEqual([]);
  });

  it('with a damaged record count as absent', async () => {
    await writeImport('import-1', true);
    const folder = server.root?.folders.get('models')?.folders.get('import-1') as MemoryDirectory;
    folder.files.set('record.json', new TextEncoder().encode('{"manifest":{"format":'));
    expect(await listModels(server.environment)).toEqual([]);
  });

  it('cannot be kept where there is no storage', async () => {
    await refused(listModels(new FakeServer(files, null).environment), 'storage-refused');
  });
});

describe('the rate', () => {
  it('follows the last seconds', () => {
    const rate = new Rate(1000);
    rate.add(0, 0);
    expect(rate.bytesPerSecond).toBe(0);
    rate.add(100, 100);
    expect(rate.bytesPerSecond).toBe(1000);
    rate.add(100, 2000);
    rate.add(300, 3000);
    expect(rate.bytesPerSecond).toBe(200);
  });
});
