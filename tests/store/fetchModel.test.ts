import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import { modelHash } from '../../src/checkpoint/verifyFile.ts';
import { fetchModel, type FetchOptions } from '../../src/store/fetchModel.ts';
import type { FetchProgress } from '../../src/store/progress.ts';
import { refused } from '../checkpoint/support/expectRefused.ts';
import { type Answer, FakeServer, folderOf, HOST, MemoryDirectory } from './support.ts';

const DECODER = Uint8Array.from({ length: 300 }, (_, i) => i % 251);
const GPT = Uint8Array.from({ length: 500 }, (_, i) => (i * 7) % 253);
const ENCODER = Uint8Array.of(9, 8, 7);
const PAGE = new TextEncoder().encode('<!DOCTYPE html><p>Sign in to this network</p>');

let server: FakeServer;
let manifest: Manifest;

beforeEach(() => {
  const folder = folderOf({
    'image-decoder-001.safetensors': DECODER,
    'image-encoder-001.safetensors': ENCODER,
    'transformer-001.safetensors': GPT,
  });
  manifest = folder.manifest;
  server = new FakeServer(folder.files);
});

const file = (path: string) =>
  manifest.files.find((one) => one.path.startsWith(path)) as Manifest['files'][number];
const load = (options: FetchOptions = {}) => fetchModel(HOST, options, server.environment);
const modelFolder = () =>
  server.root?.folders.get('models')?.folders.get(modelHash(manifest)) as MemoryDirectory;
const answer = (path: string, ...answers: (Answer | Error)[]) => server.queued.set(file(path).path, answers);
const asked = (path: string) => server.requests.filter((request) => request.path.startsWith(path)).length;

describe('a first load', () => {
  it('gets the wanted parts, verified, and the others when they are read', async () => {
    const model = await load({ parts: (part) => part !== 'image-encoder' });
    expect(model).toMatchObject({ manifest, storage: 'opfs' });
    expect(asked('image-encoder')).toBe(0);
    expect(await model.read(file('transformer'))).toEqual(GPT);
    expect(await model.read(file('image-encoder'))).toEqual(ENCODER);
    expect(asked('image-encoder')).toBe(1);
  });

  it('writes each payload before its commit record', async () => {
    await load();
    expect(modelFolder().files.get('transformer-001.safetensors')).toEqual(GPT);
    const record = modelFolder().files.get('transformer-001.safetensors.ok');
    expect(JSON.parse(new TextDecoder().decode(record))).toEqual(file('transformer'));
  });

  it('tells bytes, speed and time left, never backwards', async () => {
    const seen: FetchProgress[] = [];
    await load({ onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({
      receivedBytes: 803,
      totalBytes: 803,
      fromStorage: false,
      secondsLeft: 0,
    });
    expect(seen.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
    const received = seen.map(({ receivedBytes }) => receivedBytes);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
  });

  it('accepts the address with or without model.json and slash', async () => {
    for (const url of [HOST, HOST.slice(0, -1), `${HOST}model.json`]) {
      expect((await fetchModel(url, {}, server.environment)).manifest.id).toBe('landscapes');
    }
  });
});

describe('a second load', () => {
  it('reads from storage and says so', async () => {
    await load();
    server.requests.length = 0;
    const seen: FetchProgress[] = [];
    const model = await load({ onProgress: (progress) => seen.push(progress) });
    expect(server.requests.map(({ path }) => path)).toEqual(['model.json']);
    expect(seen.every(({ fromStorage }) => fromStorage)).toBe(true);
    expect(seen.at(-1)?.receivedBytes).toBe(803);
    expect(await model.read(file('image-decoder'))).toEqual(DECODER);
  });

  it('works without a network', async () => {
    await load();
    server.offline = true;
    expect(await (await load()).read(file('transformer'))).toEqual(GPT);
  });

  it('keeps a new description of the same weights, for visits without a network', async () => {
    await load();
    manifest = { ...manifest, license: 'CC0-1.0' };
    server.files.set('model.json', new TextEncoder().encode(JSON.stringify(manifest)));
    server.requests.length = 0;
    await load();
    expect(server.requests.map(({ path }) => path)).toEqual(['model.json']);
    server.offline = true;
    expect((await load()).manifest.license).toBe('CC0-1.0');
  });

  it('downloads again what lost its record or its length', async () => {
    await load();
    modelFolder().files.delete('transformer-001.safetensors.ok');
    modelFolder().files.set('image-decoder-001.safetensors', DECODER.subarray(0, 10));
    server.requests.length = 0;
    const model = await load();
    expect(server.requests.map(({ path }) => path).sort()).toEqual([
      'image-decoder-001.safetensors',
      'model.json',
      'transformer-001.safetensors',
    ]);
    expect(await model.read(file('image-decoder'))).toEqual(DECODER);
  });

  it('replaces an earlier version of the model from the same address', async () => {
    await load();
    const old = modelHash(manifest);
    const next = folderOf({ 'transformer-001.safetensors': DECODER });
    server.files.clear();
    for (const [path, bytes] of next.files) server.files.set(path, bytes);
    manifest = next.manifest;
    await load();
    expect([...(server.root?.folders.get('models')?.folders.keys() ?? [])]).toEqual([modelHash(manifest)]);
    expect(modelHash(manifest)).not.toBe(old);
  });
});

describe('bad answers', () => {
  it.each<[string, Answer[], string]>([
    ['a missing file', [{ status: 404, chunks: [] }], 'weights-missing'],
    ['a page by its type', [{ type: 'text/html; charset=utf-8', chunks: [PAGE] }], 'weights-not-weights'],
    ['a page by its content', [{ chunks: [PAGE] }], 'weights-not-weights'],
    ['too many bytes', [{ chunks: [GPT, GPT] }], 'weights-altered'],
    ['too few bytes, three times', Array<Answer>(3).fill({ chunks: [GPT.subarray(1)] }), 'weights-truncated'],
    ['other bytes, three times', Array<Answer>(3).fill({ chunks: [GPT.toReversed()] }), 'weights-altered'],
    ['a broken server, three times', Array<Answer>(3).fill({ status: 503, chunks: [] }), 'network-failed'],
    [
      'a broken line, three times',
      Array<Answer>(3).fill({ chunks: [GPT.subarray(0, 9), new Error('reset')] }),
      'network-failed',
    ],
  ])('%s: %#', async (_, answers, code) => {
    answer('transformer', ...answers);
    const error = await refused(load(), code);
    expect(error.message).toContain('transformer-001.safetensors');
    expect(modelFolder().files.has('transformer-001.safetensors.ok')).toBe(false);
    // nothing bad is kept: the next try succeeds
    expect(await (await load()).read(file('transformer'))).toEqual(GPT);
  });

  it('a line that breaks once is tried again, past the HTTP cache, with growing waits', async () => {
    answer(
      'transformer',
      { chunks: [GPT.subarray(0, 100), new Error('reset')] },
      new TypeError('Failed to fetch'),
    );
    const seen: number[] = [];
    const model = await load({ onProgress: ({ receivedBytes }) => seen.push(receivedBytes) });
    expect(await model.read(file('transformer'))).toEqual(GPT);
    expect(modelFolder().files.get('transformer-001.safetensors')).toEqual(GPT);
    expect(server.waits).toEqual([500, 1500]);
    expect(
      server.requests.filter(({ path }) => path.startsWith('transformer')).map(({ cache }) => cache),
    ).toEqual(['default', 'reload', 'reload']);
    expect(seen.at(-1)).toBe(803);
  });

  it('model.json that is a page, missing or of another version', async () => {
    server.files.set('model.json', PAGE);
    await refused(load(), 'weights-not-weights');
    server.files.set('model.json', new TextEncoder().encode(JSON.stringify({ ...manifest, version: 2 })));
    await refused(load(), 'manifest-version');
    server.files.delete('model.json');
    await refused(load(), 'weights-missing');
    server.offline = true;
    await refused(load(), 'network-failed');
  });
});

describe('cancelling', () => {
  it('stops the download, keeps what has come, and counts only complete files', async () => {
    const controller = new AbortController();
    const running = load({
      signal: controller.signal,
      onProgress: ({ receivedBytes }) => {
        if (receivedBytes > 310) controller.abort();
      },
    });
    await refused(running, 'cancelled');
    expect(modelFolder().files.has('image-decoder-001.safetensors.ok')).toBe(true);
    expect(modelFolder().files.has('transformer-001.safetensors.ok')).toBe(false);
    expect(await (await load()).read(file('transformer'))).toEqual(GPT);
  });
});

describe('without storage', () => {
  it('keeps the files in memory where there is none', async () => {
    server = new FakeServer(server.files, null);
    const model = await load();
    expect(model.storage).toBe('memory');
    expect(await model.read(file('transformer'))).toEqual(GPT);
    expect(await model.read(file('transformer'))).toEqual(GPT);
    expect(asked('transformer')).toBe(1);
  });

  it('goes to memory when the quota ends in the middle of a file, without a second download', async () => {
    const room = { bytes: 2600 };
    server = new FakeServer(server.files, new MemoryDirectory(room));
    await fetchModel(HOST, { parts: (part) => part === 'image-decoder' }, server.environment);
    room.bytes = 300;
    const model = await load();
    expect(model.storage).toBe('memory');
    expect(await model.read(file('transformer'))).toEqual(GPT);
    expect(await model.read(file('image-decoder'))).toEqual(DECODER);
    expect(asked('transformer')).toBe(1);
    expect(asked('image-decoder')).toBe(1);
  });

  it('does not begin to store what cannot fit', async () => {
    server.free = 700;
    expect((await load()).storage).toBe('memory');
    expect(modelFolder().files.has('transformer-001.safetensors')).toBe(false);
  });
});
