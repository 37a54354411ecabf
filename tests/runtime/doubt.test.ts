import { describe, expect, it } from 'vitest';

import { uniform } from '../../src/core/philox.ts';
import { doubtAbout } from '../../src/runtime/doubt.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';

const WIDTH = 64;
const CODES = 160;
const DIM = 4;
const HEADS = 8;

const random = (seed: number, i: number) => uniform(seed, i, 0) + uniform(seed, i, 1) - 1;
const vectors = Float32Array.from({ length: CODES * DIM }, (_, i) => random(1, i));

/** A transformer of 8 heads that knows its codebook, under whatever description. */
function model(heads: number, codebook = vectors, learnt = 1): LoadedModel {
  const weights = {
    readFloat32: (name: string) => {
      const seed = name.length + 7 * Number(/\d/.exec(name)?.[0] ?? 0);
      const isTable = name.startsWith('tok_emb') || name.startsWith('head');
      return Promise.resolve(
        Float32Array.from({ length: (isTable ? CODES : WIDTH) * WIDTH }, (_, i) => {
          const [row, column] = [Math.floor(i / WIDTH), i % WIDTH];
          const head = Math.floor((row * HEADS) / WIDTH);
          const known = isTable
            ? vectors[row * DIM + (column % DIM)]
            : random(seed + 1, head * WIDTH + column);
          return random(seed, i) + learnt * known;
        }),
      );
    },
  };
  return {
    manifest: {
      transformer: { layers: 2, width: WIDTH, heads },
      imageStage: { codes: CODES, embedDim: DIM },
    },
    transformerWeights: () => Promise.resolve(weights),
    decoder: () => Promise.resolve({ codebook }),
  } as unknown as LoadedModel;
}

describe('doubtAbout', () => {
  it('has none about a model that is what it says', async () => {
    expect(await doubtAbout(model(HEADS))).toBeNull();
  });

  it('tells the head count that the weights show', async () => {
    expect(await doubtAbout(model(4))).toEqual({ about: 'heads', stated: 4, shown: HEADS });
  });

  it('tells that the codebook is another one', async () => {
    const other = Float32Array.from(vectors, (_, i) => random(5, i));
    expect(await doubtAbout(model(HEADS, other))).toEqual({ about: 'codebook' });
  });

  it('says nothing of weights that were never trained', async () => {
    expect(await doubtAbout(model(4, vectors, 0))).toBeNull();
  });
});
