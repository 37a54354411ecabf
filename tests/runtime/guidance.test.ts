import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { canGuide, guidanceFor } from '../../src/runtime/guidance.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';

const CELLS = 256;
const SPATIAL: ConditionTokens = {
  layout: 'spatial',
  grid: { height: 16, width: 16, tokens: new Int32Array(CELLS) },
  offset: 1024,
};

function modelOf(repeat: number | null): LoadedModel {
  const none = { kind: 'none', stage: { type: 'sos', token: 1280, repeat }, tokenOffset: 0 };
  const conditioning = [
    { kind: 'segmentation', stage: null, tokenOffset: 1024 },
    ...(repeat === null ? [] : [none]),
  ];
  const manifest = { id: 'made-up', conditioning } as unknown as Manifest;
  return { manifest, transformer: { blockSize: 2 * CELLS } } as unknown as LoadedModel;
}

describe('Guidance', () => {
  it('is the model without its condition, at as many positions', () => {
    const model = modelOf(CELLS);
    expect(canGuide(model.manifest)).toBe(true);
    const { scale, untold } = guidanceFor(model, { kind: 'segmentation', guidance: 1.5 }, SPATIAL)!;
    expect(scale).toBe(1.5);
    expect(untold).toEqual({ layout: 'prefix', tokens: new Int32Array(CELLS).fill(1280), offset: 0 });
  });

  it('knows how many positions a picture on the grid takes, however long the block', () => {
    const model = { ...modelOf(CELLS), transformer: { blockSize: 3 * CELLS } } as unknown as LoadedModel;
    expect(guidanceFor(model, { kind: 'segmentation', guidance: 1 }, SPATIAL)).toBeDefined();
  });

  it('is nothing when it is 0, absent, or there is no condition to follow', () => {
    const model = modelOf(CELLS);
    expect(guidanceFor(model, { kind: 'segmentation', guidance: 0 }, SPATIAL)).toBeUndefined();
    expect(guidanceFor(model, { kind: 'segmentation' }, SPATIAL)).toBeUndefined();
    expect(guidanceFor(model, { kind: 'none', guidance: 2 }, SPATIAL)).toBeUndefined();
  });

  it('is refused by name for models that never drew untold, or at other positions', () => {
    for (const model of [modelOf(null), modelOf(1)]) {
      expect(canGuide(model.manifest)).toBe(false);
      expect(() => guidanceFor(model, { kind: 'segmentation', guidance: 1 }, SPATIAL)).toThrowError(
        expect.objectContaining({ code: 'guidance-unavailable' }),
      );
    }
  });

  it('is refused where one token is a class or the start, which nobody can tell apart without the YAML', () => {
    const conditioning = [
      { kind: 'class', stage: { type: 'class', classes: 10 }, tokenOffset: 0 },
      { kind: 'none', stage: { type: 'sos', token: 0 }, tokenOffset: 0 },
    ];
    const manifest = { id: 'made-up', conditioning } as unknown as Manifest;
    const model = { manifest, transformer: { blockSize: CELLS } } as unknown as LoadedModel;
    const told: ConditionTokens = { layout: 'prefix', tokens: Int32Array.of(7), offset: 0 };
    expect(canGuide(manifest)).toBe(false);
    expect(() => guidanceFor(model, { kind: 'class', guidance: 1 }, told)).toThrowError(
      expect.objectContaining({ code: 'guidance-unavailable' }),
    );
  });
});
