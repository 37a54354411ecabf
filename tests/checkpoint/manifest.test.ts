import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { modelHash, verifyFile } from '../../src/checkpoint/verifyFile.ts';
import { refused } from './support/expectRefused.ts';

const SOUND: Manifest = {
  format: 'tessera-model',
  version: 1,
  id: 'landscapes',
  name: 'Landscapes',
  description: 'from labels',
  license: 'MIT',
  source: 'own training',
  trainedOn: 'photos',
  imageStage: null,
  conditioning: [
    { kind: 'class', stage: { type: 'class', classes: 10 }, tokenOffset: 0 },
    {
      kind: 'none',
      stage: { type: 'sos', token: 0 },
      tokenOffset: 5,
      labels: [{ id: 0, name: 'sky', color: '#aabbcc' }],
    },
  ],
  transformer: { layers: 2, heads: 4, width: 32, vocabulary: 64, blockSize: 256, unmasked: 0 },
  files: [{ path: 'transformer-001.safetensors', bytes: 10, sha256: 'a'.repeat(64) }],
  dtype: 'f32',
};
const parse = (value: unknown) => parseManifest(JSON.stringify(value));

describe('model.json', () => {
  it('passes when sound', () => {
    expect(parse(SOUND)).toEqual(SOUND);
    expect(parseManifest(new TextEncoder().encode(JSON.stringify(SOUND)))).toEqual(SOUND);
  });

  it('of another version says which', async () => {
    const error = await refused(
      () => parse({ ...SOUND, version: 2, somethingNew: true }),
      'manifest-version',
    );
    expect(error.line).toMatch(/version 2.*update/);
  });

  it.each<[string, object, RegExp]>([
    ['a path that climbs', { files: [{ ...SOUND.files[0], path: '../evil.safetensors' }] }, /files\.0\.path/],
    [
      'an absolute address',
      { files: [{ ...SOUND.files[0], path: 'https://x/y.safetensors' }] },
      /files\.0\.path/,
    ],
    ['a folder', { files: [{ ...SOUND.files[0], path: 'a/b.safetensors' }] }, /files\.0\.path/],
    ['a file listed twice', { files: [SOUND.files[0], SOUND.files[0]] }, /twice/],
    ['no files', { files: [] }, /files/],
    ['a negative length', { files: [{ ...SOUND.files[0], bytes: -1 }] }, /files\.0\.bytes/],
    ['a short hash', { files: [{ ...SOUND.files[0], sha256: 'abc' }] }, /files\.0\.sha256/],
    ['heads that do not divide', { transformer: { ...SOUND.transformer, heads: 5 } }, /heads/],
    ['a million layers', { transformer: { ...SOUND.transformer, layers: 1e6 } }, /layers/],
    [
      'a prefix longer than the block',
      { conditioning: [{ ...SOUND.conditioning[0], stage: { type: 'class', classes: 10, repeat: 257 } }] },
      /repeated/,
    ],
    ['a fraction', { transformer: { ...SOUND.transformer, width: 32.5 } }, /width/],
    [
      'an unknown kind',
      { conditioning: [{ kind: 'magic', stage: null, tokenOffset: 0 }] },
      /conditioning\.0\.kind/,
    ],
    ['an unknown field', { script: 'x' }, /script/],
    ['a missing field', { license: undefined }, /license/],
    [
      'a colour that is none',
      { conditioning: [{ ...SOUND.conditioning[1], labels: [{ id: 0, name: 'a', color: 'url(x)' }] }] },
      /color/,
    ],
    ['an id with a slash', { id: '../x' }, /id/],
    ['a permuter that is no order', { permuter: [0, 0] }, /permuter/],
    ['tiles that are not a file', { tiles: 'tiles.png' }, /tiles/],
    ['class pictures that are not a file', { classPictures: 'classes.webp' }, /classPictures/],
  ])('with %s is refused, naming the field', async (_, change, named) => {
    expect((await refused(() => parse({ ...SOUND, ...change }), 'manifest-invalid')).message).toMatch(named);
  });

  it('that is no JSON, no object, doubled or a web page is refused', async () => {
    const text = (content: string) => () => parseManifest(content);
    await refused(text('{'), 'manifest-invalid');
    await refused(text('[]'), 'manifest-invalid');
    await refused(text('null'), 'manifest-invalid');
    await refused(text(JSON.stringify(SOUND).replace('"id":', '"id":"x","id":')), 'manifest-invalid');
    await refused(text('<!doctype html><p>not found'), 'weights-not-weights');
    await refused(() => parseManifest(Uint8Array.of(0xff, 0xfe)), 'manifest-invalid');
  });

  it('cannot reach prototypes', async () => {
    const evil = JSON.stringify(SOUND).replace('{', '{"__proto__":{"polluted":true},');
    await refused(() => parseManifest(evil), 'manifest-invalid');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('hashes', () => {
  it('of a file are checked', async () => {
    const bytes = new TextEncoder().encode('abc');
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    await verifyFile({ path: 'x', bytes: 3, sha256 }, bytes);
    await refused(verifyFile({ path: 'x', bytes: 3, sha256: 'a'.repeat(64) }, bytes), 'weights-altered');
    await refused(verifyFile({ path: 'x', bytes: 4, sha256 }, bytes), 'weights-truncated');
  });

  it('of a model depend on its weights and nothing else', () => {
    const hash = modelHash(SOUND);
    expect(modelHash({ ...SOUND, name: 'other' })).toBe(hash);
    expect(modelHash({ ...SOUND, files: [{ ...SOUND.files[0], sha256: 'b'.repeat(64) }] })).not.toBe(hash);
  });
});
