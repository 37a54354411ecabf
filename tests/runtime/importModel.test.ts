import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { asImportError } from '../../src/runtime/importFailure.ts';
import { hasHash, importModel, inspect } from '../../src/runtime/importModel.ts';
import type { ImportChoices, ImportSource } from '../../src/runtime/importProtocol.ts';
import { fetchModel } from '../../src/store/fetchModel.ts';
import { listModels, verifyModel } from '../../src/store/modelStore.ts';
import { refused } from '../checkpoint/support/expectRefused.ts';
import { MemoryFolder } from '../checkpoint/support/memoryFolder.ts';
import { GOLDENS, haveGoldens } from '../goldenFolder.ts';
import { FakeServer, HOST, MemoryDirectory } from '../store/support.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';
import { checkpointFile } from './checkpointFile.ts';

const never = new AbortController().signal;
const CHOICES: ImportChoices = {
  dtype: 'f16',
  heads: 4,
  name: 'My model!',
  description: '',
  origin: 'x.ckpt',
};
let server: FakeServer;
let tiny: File;
beforeAll(async () => {
  tiny = await checkpointFile('tiny.safetensors', tinyCheckpoint());
});
beforeEach(() => {
  vi.stubGlobal('navigator', {});
  server = new FakeServer(new Map());
});
afterEach(() => vi.unstubAllGlobals());

const bring = (source: ImportSource, choices = CHOICES, onBytes = () => {}, signal = never) =>
  importModel(source, choices, onBytes, signal, server.environment);

/** Folders of the store, of complete models or not. */
const keptFolders = () => [...(server.root?.folders.get('models')?.folders.keys() ?? [])];

/** The tiny model as the files of a folder, made once. */
const folderFiles = () => (madeFolder ??= makeFolder());
let madeFolder: Promise<File[]> | undefined;

async function makeFolder(): Promise<File[]> {
  const folder = new MemoryFolder();
  await convert(await inferArchitecture(tinyCheckpoint(), null), folder, {
    dtype: 'f32',
    heads: 4,
    about: { id: 'tiny', name: 'Tiny', description: '', license: '', source: '', trainedOn: '' },
  });
  return [...folder.files].map(([name, bytes]) => new File([bytes as Uint8Array<ArrayBuffer>], name));
}

describe('importing a checkpoint', () => {
  it('says what is in it without writing, then keeps it under a key that opens', async () => {
    const source: ImportSource = {
      kind: 'checkpoint',
      files: [tiny],
      config: null,
    };
    const found = await inspect(source, never, server.environment);
    expect(found).toMatchObject({ title: 'tiny.safetensors', manifest: null, supplied: [] });
    expect(found.model.transformer).toMatchObject({ layers: 2, heads: null });
    expect(server.root?.folders.size).toBe(0);

    const told: number[] = [];
    const { key } = await importModel(
      source,
      CHOICES,
      (done, total) => told.push(done / total),
      never,
      server.environment,
    );
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBe(1);
    const [stored] = await listModels(server.environment);
    expect(stored).toMatchObject({ key, url: null });
    expect(stored.storedBytes).toBe(stored.totalBytes);
    expect(stored.manifest).toMatchObject({ id: 'my-model', name: 'My model!', dtype: 'f16' });
    expect(stored.manifest.transformer?.heads).toBe(4);
    expect(await verifyModel(key, server.environment)).toEqual([]);
    const opened = await fetchModel(`stored:${key}`, {}, server.environment);
    expect(opened.storage).toBe('opfs');
    expect(server.requests).toEqual([]);
  });

  it('takes the head count from a YAML', async () => {
    const yaml =
      'model: {params: {transformer_config: {params: {n_head: 8, n_layer: 2, n_embd: 32, vocab_size: 96, block_size: 512}}}}';
    const source: ImportSource = {
      kind: 'checkpoint',
      files: [tiny],
      config: new File([yaml], 'tiny.yaml'),
    };
    expect((await inspect(source, never, server.environment)).model.transformer?.heads).toBe(8);
    await bring(source, { ...CHOICES, heads: undefined });
    expect((await listModels(server.environment))[0].manifest.transformer?.heads).toBe(8);
  });

  it('leaves nothing when it is cancelled, refused or the storage is full', async () => {
    const source: ImportSource = { kind: 'checkpoint', files: [tiny], config: null };
    const abort = new AbortController();
    const stop = () => abort.abort();
    await refused(bring(source, CHOICES, stop, abort.signal), 'cancelled');
    expect(keptFolders()).toEqual([]);

    await refused(bring(source, { ...CHOICES, heads: 5 }), 'head-count-invalid');
    expect(keptFolders()).toEqual([]);

    server = new FakeServer(new Map(), new MemoryDirectory({ bytes: 100_000 }));
    const full = await bring(source).catch((error: unknown) => asImportError(error));
    expect(full).toMatchObject({ code: 'storage-full' });
    expect(keptFolders()).toEqual([]);
  });
});

describe('importing a folder', () => {
  it('copies its files, every byte checked', async () => {
    const files = await folderFiles();
    const found = await inspect({ kind: 'folder', files }, never, server.environment);
    expect(found).toMatchObject({ title: 'Tiny', model: { container: 'model-folder' } });
    const { key } = await bring({ kind: 'folder', files });
    const [stored] = await listModels(server.environment);
    expect(stored).toMatchObject({ key, manifest: found.manifest });
    expect(stored.storedBytes).toBe(stored.totalBytes);
    expect(await verifyModel(key, server.environment)).toEqual([]);
  });

  it('refuses missing, short and altered files, and keeps nothing', async () => {
    const files = await folderFiles();
    const weights = files.find(({ name }) => name.startsWith('transformer')) as File;
    const others = files.filter((file) => file !== weights);
    const bytes = new Uint8Array(await weights.arrayBuffer());
    const short = new File([bytes.subarray(1)], weights.name);
    bytes[bytes.length - 1] ^= 1;
    const altered = new File([bytes], weights.name);
    await refused(bring({ kind: 'folder', files: others }), 'weights-missing');
    await refused(bring({ kind: 'folder', files: [...others, short] }), 'weights-truncated');
    await refused(bring({ kind: 'folder', files: [...others, altered] }), 'weights-altered');
    await refused(bring({ kind: 'folder', files: [weights] }), 'manifest-missing');
    expect(keptFolders()).toEqual([]);
  });
});

describe('importing from an address', () => {
  beforeEach(async () => {
    for (const file of await folderFiles())
      server.files.set(file.name, new Uint8Array(await file.arrayBuffer()));
  });

  it('looks at model.json alone and leaves nothing, then gets everything', async () => {
    const source: ImportSource = { kind: 'url', url: HOST };
    const found = await inspect(source, never, server.environment);
    expect(found.title).toBe('Tiny');
    expect(server.requests.map(({ path }) => path)).toEqual(['model.json']);
    expect(await listModels(server.environment)).toEqual([]);
    const { key } = await bring(source);
    const [stored] = await listModels(server.environment);
    expect(stored).toMatchObject({ key, url: HOST });
    expect(stored.storedBytes).toBe(stored.totalBytes);
  });

  it('does not forget a stored model by looking at it again', async () => {
    await bring({ kind: 'url', url: HOST });
    await inspect({ kind: 'url', url: HOST }, never, server.environment);
    expect(await listModels(server.environment)).toHaveLength(1);
  });

  it('refuses to keep what the storage has no room for', async () => {
    server.free = 1000;
    await refused(bring({ kind: 'url', url: HOST }), 'storage-full');
    expect(await listModels(server.environment)).toEqual([]);
  });
});

it('tells a file from another of the same size', async () => {
  const bytes = new Uint8Array(9_000_000);
  const file = new File([bytes], 'x');
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect(await hasHash(file, hash, () => {}, never)).toBe(true);
  bytes[8_999_999] = 1;
  expect(await hasHash(new File([bytes], 'x'), hash, () => {}, never)).toBe(false);
});

describe.skipIf(!haveGoldens)('the reference’s own checkpoint', () => {
  const file = (name: string) =>
    new File([readFileSync(join(GOLDENS, name))], name.split('/').at(-1) as string);

  it('imports from both containers to the same files', async () => {
    const hashes = [];
    for (const name of ['net2net/net2net.zip.ckpt', 'net2net/net2net.legacy.ckpt']) {
      server = new FakeServer(new Map());
      const source: ImportSource = { kind: 'checkpoint', files: [file(name)], config: null };
      const { model } = await inspect(source, never, server.environment);
      expect(model.headCandidates).toContain(4);
      await bring(source);
      const [{ manifest }] = await listModels(server.environment);
      expect(manifest.conditioning[0]).toMatchObject({ kind: 'segmentation' });
      hashes.push(manifest.files);
    }
    expect(hashes[0]).toEqual(hashes[1]);
  });

  it('refuses a checkpoint that would run code, saying so', async () => {
    const source: ImportSource = {
      kind: 'checkpoint',
      files: [file('malformed/06-os-system.ckpt')],
      config: null,
    };
    await expect(inspect(source, never, server.environment)).rejects.toThrow(/os\.system/);
  });
});
