import { describe, expect, it } from 'vitest';
import { CATALOGUE, recogniseModel } from '../../src/checkpoint/catalogue.ts';
import { labelColor, labelSet, labelSetOfSize } from '../../src/checkpoint/labelSets.ts';
import { PUBLISHED_VQGAN } from '../support/publishedVqgan.ts';

describe('the catalogue', () => {
  it('has sound entries', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    for (const entry of CATALOGUE) {
      expect(entry.shape.imageStage.multipliers.length, entry.id).toBeGreaterThan(0);
      expect(['vector', 'gumbel']).toContain(entry.shape.imageStage.quantizer);
      expect(entry.keptBytes).toBeGreaterThan(1e8);
      expect(entry.where).toMatch(/^https:\/\/github\.com\//);
      expect(entry.recommended === null).toBe(entry.shape.transformer === null);
      if (entry.sha256 !== null) expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
      const { transformer } = entry.shape;
      if (transformer && entry.heads !== null) expect(transformer.width % entry.heads).toBe(0);
      if (entry.labels)
        expect(labelSet(entry.labels)).toHaveLength(entry.shape.conditionStage?.inChannels ?? -1);
    }
  });

  it('recognises a model by shapes, with all that share them', () => {
    const transformer = { layers: 24, width: 1664, vocabulary: 1024, blockSize: 256 };
    const ids = (model: Parameters<typeof recogniseModel>[0], bytes = 1) =>
      recogniseModel(model, bytes).map(({ id }) => id);
    expect(ids({ imageStage: PUBLISHED_VQGAN, conditioning: [], transformer })).toEqual(['ffhq', 'celebahq']);
    const labels = { ...PUBLISHED_VQGAN, inChannels: 182, outChannels: 182, segmentation: true };
    expect(
      ids({
        imageStage: PUBLISHED_VQGAN,
        conditioning: [{ kind: 'segmentation', stage: labels, tokenOffset: 0 }],
        transformer: { layers: 24, width: 1024, vocabulary: 1024, blockSize: 512 },
      }),
    ).toEqual(['sflckr']);
    expect(ids({ imageStage: PUBLISHED_VQGAN, conditioning: [], transformer: null })).toEqual([
      'vqgan-imagenet-f16-1024',
    ]);
    expect(
      ids({ imageStage: { ...PUBLISHED_VQGAN, codes: 7 }, conditioning: [], transformer: null }),
    ).toEqual([]);
  });
});

describe('label sets', () => {
  it('count as their data sets do', () => {
    expect(labelSet('coco-stuff-182')[0].name).toBe('person');
    expect(labelSet('coco-stuff-182')[156].name).toBe('sky-other');
    expect(labelSet('coco-stuff-183')[0].name).toBe('unlabeled');
    expect(labelSet('coco-stuff-183')[157].name).toBe('sky-other');
    expect(labelSet('ade20k-151')[3].name).toBe('sky');
    expect(labelSet('ade20k-151')[150].name).toBe('flag');
    expect(labelSetOfSize(182)).toBe('coco-stuff-182');
    expect(labelSetOfSize(11)).toBeNull();
  });

  it('give every id its own colour', () => {
    const colors = Array.from({ length: 183 }, (_, id) => labelColor(id));
    expect(new Set(colors).size).toBe(183);
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });
});
