import { describe, expect, it } from 'vitest';

import { describeManifest } from '../../src/checkpoint/describe.ts';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import { type Machine, needsOf, obstaclesOf } from '../../src/runtime/importNeeds.ts';
import { PUBLISHED_VQGAN } from '../support/publishedVqgan.ts';

function model(transformer: Manifest['transformer'], kind: 'segmentation' | 'class') {
  return describeManifest({
    format: 'tessera-model',
    version: 1,
    id: 'x',
    name: 'x',
    description: '',
    license: '',
    source: '',
    trainedOn: '',
    imageStage: PUBLISHED_VQGAN,
    conditioning:
      kind === 'class'
        ? [{ kind, stage: { type: 'class', classes: 1000 }, tokenOffset: 0 }]
        : [{ kind, stage: { ...PUBLISHED_VQGAN, segmentation: true, inChannels: 182 }, tokenOffset: 0 }],
    transformer,
    files: [],
    dtype: 'f32',
  });
}

const FLCKR = model(
  { layers: 24, heads: 16, width: 1024, vocabulary: 1024, blockSize: 512, unmasked: 0 },
  'segmentation',
);
const IMAGENET = model(
  { layers: 48, heads: 24, width: 1536, vocabulary: 16384, blockSize: 256, unmasked: 0 },
  'class',
);
const GIB = 2 ** 30;
const LARGE: Machine = { backend: 'webgpu', freeBytes: 50e9, memoryBytes: 8 * GIB, bindingBytes: 2 * GIB };

describe('needsOf', () => {
  it('counts what one token reads: all weights but the embeddings', () => {
    const f32 = needsOf(FLCKR, 'f32', 0, 'webgpu');
    const perLayer = 12 * 1024 * 1024;
    expect(f32.bytesPerToken / 4).toBeGreaterThan(24 * perLayer + 1024 * 1024);
    expect(f32.bytesPerToken / 4).toBeLessThan(1.01 * (24 * perLayer + 1024 * 1024));
    expect(needsOf(FLCKR, 'f16', 0, 'webgpu').bytesPerToken).toBeCloseTo(f32.bytesPerToken / 2, -7);
    expect(needsOf(FLCKR, 'int8', 0, 'webgpu').bytesPerToken).toBeLessThan(0.27 * f32.bytesPerToken);
  });

  it('knows that WASM computes in float32 whatever is kept', () => {
    expect(needsOf(FLCKR, 'int8', 1, 'wasm')).toEqual(needsOf(FLCKR, 'f32', 1, 'wasm'));
  });

  it('counts feature maps as small as patches make them', () => {
    // A stage without a transformer: its largest buffer is its largest feature map.
    const bufferOf = (patch: number) =>
      needsOf({ ...FLCKR, transformer: null, imageStage: { ...PUBLISHED_VQGAN, patch } }, 'f32', 0, 'webgpu')
        .bufferBytes;
    expect(bufferOf(1)).toBe(256 * 256 * PUBLISHED_VQGAN.channels * 4);
    // A window of tokens twice as large in pixels, whose maps have one place for 2 x 2 of them.
    expect(bufferOf(2)).toBe(bufferOf(1));
  });

  it('tells the tokens of a window from the kind of condition', () => {
    expect(needsOf(FLCKR, 'f16', 0, 'webgpu').windowTokens).toBe(256);
    expect(needsOf(IMAGENET, 'f16', 0, 'webgpu').windowTokens).toBe(256);
  });
});

describe('obstaclesOf', () => {
  it('finds none on a large machine', () => {
    expect(obstaclesOf(needsOf(FLCKR, 'f16', 1e9, 'webgpu'), LARGE)).toEqual([]);
  });

  it('says what is needed and what there is, with the storage first', () => {
    const needs = needsOf(IMAGENET, 'f16', 3e9, 'webgpu');
    const small: Machine = { ...LARGE, freeBytes: 2e9, memoryBytes: 2 * GIB };
    const found = obstaclesOf(needs, small);
    expect(found.map(({ kind }) => kind)).toEqual(['storage', 'memory']);
    expect(found[0]).toEqual({ kind: 'storage', needs: 3e9, has: 2e9 });
  });

  it('does not take the browser’s highest figure for the truth', () => {
    const needs = { ...needsOf(IMAGENET, 'f32', 0, 'webgpu'), memoryBytes: 12 * GIB };
    expect(obstaclesOf(needs, LARGE)).toEqual([]);
  });

  it('refuses 1.4 billion float32 weights on WASM, whose addresses end at 4 GiB', () => {
    const machine: Machine = { ...LARGE, backend: 'wasm', bindingBytes: null };
    expect(obstaclesOf(needsOf(IMAGENET, 'int8', 2e9, 'wasm'), machine)).toMatchObject([
      { kind: 'address-space', has: 4 * GIB },
    ]);
  });

  it('compares the largest buffer with what the adapter binds', () => {
    const machine: Machine = { ...LARGE, bindingBytes: 32 * 2 ** 20 };
    expect(obstaclesOf(needsOf(IMAGENET, 'f16', 0, 'webgpu'), machine)).toMatchObject([{ kind: 'buffer' }]);
  });

  it('says nothing about what the browser does not tell', () => {
    const machine: Machine = { backend: 'webgpu', freeBytes: null, memoryBytes: null, bindingBytes: null };
    expect(obstaclesOf(needsOf(IMAGENET, 'f32', 6e9, 'webgpu'), machine)).toEqual([]);
  });
});
