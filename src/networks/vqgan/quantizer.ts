import type { VqganArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import * as tf from '../tf.ts';
import type { Weights } from '../weights.ts';

/** Distances held at a time: 4M floats are 16 MB. */
const DISTANCES_AT_ONCE = 4 * 1024 * 1024;

export interface Quantizer {
  /** The codebook, float32 [codes, embedDim], row-major. */
  readonly codebook: Float32Array;
  /** Vectors [n, embedDim] -> their codes. */
  nearest(vectors: tf.Tensor2D): Promise<Int32Array>;
  /** Codes -> codebook rows [n, embedDim], exactly. */
  lookup(tokens: Int32Array): tf.Tensor2D;
}

/**
 * `vector`: the nearest row by |E|^2 - 2 z.E in float32; |z|^2 is the same for every row (reference 1.5).
 * `gumbel`: argmax of the 1x1 convolution `quantize.proj`, the mode of the reference's random choice (1.6).
 */
export async function buildQuantizer(
  weights: Weights,
  arch: VqganArchitecture,
  encoder: boolean,
): Promise<Quantizer> {
  const { codes, embedDim } = arch;
  const gumbel = arch.quantizer === 'gumbel';
  const codebook = await weights.raw(gumbel ? 'quantize.embed.weight' : 'quantize.embedding.weight', [
    codes,
    embedDim,
  ]);
  const rows = weights.own(tf.tensor2d(codebook, [codes, embedDim]));
  const score = encoder ? await (gumbel ? gumbelScore(weights, arch) : vectorScore(weights, rows)) : null;

  return {
    codebook,
    nearest: async (vectors) => {
      if (score === null) {
        throw new TesseraError(
          'encoder-not-loaded',
          'this model was loaded without its encoder',
          'load it with the encoder',
        );
      }
      const count = vectors.shape[0];
      const chunk = Math.max(1, Math.floor(DISTANCES_AT_ONCE / codes));
      const tokens = new Int32Array(count);
      for (let start = 0; start < count; start += chunk) {
        const length = Math.min(chunk, count - start);
        const best = tf.tidy(() => tf.argMax(score(tf.slice(vectors, [start, 0], [length, -1])), 1));
        tokens.set(await best.data(), start);
        best.dispose();
      }
      return tokens;
    },
    lookup: (tokens) => tf.gather(rows, tf.tensor1d(tokens, 'int32')),
  };
}

type Score = (vectors: tf.Tensor2D) => tf.Tensor2D;

function vectorScore(weights: Weights, rows: tf.Tensor2D): Score {
  const columns = weights.own(tf.transpose(rows));
  const squares = weights.own(tf.tidy(() => tf.sum(tf.square(rows), 1)));
  return (vectors) => tf.sub(tf.mul(tf.matMul(vectors, columns), 2), squares);
}

async function gumbelScore(weights: Weights, arch: VqganArchitecture): Promise<Score> {
  const { kernel, bias } = await weights.conv('quantize.proj', arch.embedDim, arch.codes, 1);
  const matrix = weights.own(tf.reshape<tf.Rank.R2>(kernel, [arch.embedDim, arch.codes]));
  return (vectors) => tf.add(tf.matMul(vectors, matrix), bias);
}
