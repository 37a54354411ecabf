import * as tf from '../tf.ts';
import type { ConvWeights, NormWeights, Weights } from '../weights.ts';

/** One step of the encoder or decoder; activations are [1, height, width, channels]. */
export interface Block {
  /** The key in the state dict, for progress and errors. */
  readonly name: string;
  /** Gives a new tensor; the caller disposes of both. */
  apply(x: tf.Tensor4D): tf.Tensor4D;
}

const GROUPS = 32;
/** GroupNorm's epsilon in the reference; the transformer's LayerNorm uses 1e-5 (reference section 10). */
const EPSILON = 1e-6;
/** Attention scores held at a time: 4M floats are 16 MB. */
const SCORES_AT_ONCE = 4 * 1024 * 1024;

/** x * sigmoid(x). */
function swish(x: tf.Tensor4D): tf.Tensor4D {
  return tf.mul(x, tf.sigmoid(x));
}

/** 3x3 (zero padding 1) or 1x1 convolution, stride 1. */
function convolve(x: tf.Tensor4D, { kernel, bias }: ConvWeights): tf.Tensor4D {
  return tf.fused.conv2d({ x, filter: kernel, strides: 1, pad: 'same', bias });
}

/**
 * Sum over all positions: [1, h, w, c] -> [c]. As products with ones, rows first: no backend has to transpose
 * the activation, and short partial sums keep float32 accurate on large pictures.
 */
function sumPositions(x: tf.Tensor4D): tf.Tensor1D {
  const [, height, width, channels] = x.shape;
  const rows = tf.matMul(tf.ones([height, 1, width]), tf.reshape(x, [height, width, channels]));
  const all = tf.matMul(tf.ones([1, height]), tf.reshape(rows, [height, channels]));
  return tf.reshape(all, [channels]);
}

/** Mean over each group's channels, repeated for each channel: [c] -> [c]. */
function shareInGroups(perChannel: tf.Tensor1D): tf.Tensor1D {
  const channels = perChannel.shape[0];
  const grouped = tf.reshape(perChannel, [GROUPS, channels / GROUPS]);
  return tf.reshape(tf.tile(tf.mean(grouped, 1, true), [1, channels / GROUPS]), [channels]);
}

/** GroupNorm over (channels of a group, height, width), population variance in two passes. */
function groupNorm(x: tf.Tensor4D, { scale, shift }: NormWeights): tf.Tensor4D {
  const positions = x.shape[1] * x.shape[2];
  const mean = shareInGroups(tf.div(sumPositions(x), positions));
  const variance = shareInGroups(
    tf.tidy(() => tf.div(sumPositions(tf.squaredDifference(x, mean)), positions)),
  );
  const gain = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)));
  const offset = tf.sub(shift, tf.mul(mean, gain));
  return tf.add(
    tf.tidy(() => tf.mul(x, gain)),
    offset,
  );
}

function normSwish(x: tf.Tensor4D, norm: NormWeights): tf.Tensor4D {
  return tf.tidy(() => swish(groupNorm(x, norm)));
}

/** `conv_in`, `conv_out`, `quant_conv`, `post_quant_conv`. */
export async function convBlock(
  weights: Weights,
  name: string,
  inputs: number,
  outputs: number,
  size: 1 | 3,
): Promise<Block> {
  const conv = await weights.conv(name, inputs, outputs, size);
  return { name, apply: (x) => convolve(x, conv) };
}

/** The norm and activation before `conv_out`. */
export async function normSwishBlock(weights: Weights, name: string, channels: number): Promise<Block> {
  const norm = await weights.norm(name, channels);
  return { name, apply: (x) => normSwish(x, norm) };
}

/** shortcut(x) + conv2(swish(norm2(conv1(swish(norm1(x)))))). */
export async function resBlock(
  weights: Weights,
  name: string,
  inputs: number,
  outputs: number,
): Promise<Block> {
  const norm1 = await weights.norm(`${name}.norm1`, inputs);
  const conv1 = await weights.conv(`${name}.conv1`, inputs, outputs, 3);
  const norm2 = await weights.norm(`${name}.norm2`, outputs);
  const conv2 = await weights.conv(`${name}.conv2`, outputs, outputs, 3);
  const shortcut = inputs === outputs ? null : await weights.conv(`${name}.nin_shortcut`, inputs, outputs, 1);
  return {
    name,
    apply: (x) => {
      // Inner tidies let go of each large activation as soon as the next one exists.
      const h = tf.tidy(() => convolve(normSwish(x, norm1), conv1));
      const residual = tf.tidy(() => convolve(normSwish(h, norm2), conv2));
      h.dispose();
      return tf.add(shortcut === null ? x : convolve(x, shortcut), residual);
    },
  };
}

/**
 * Single-head attention over all positions, row-major; scores are scaled by C^-0.5. Queries are taken in
 * chunks, so that large grids do not need all scores at once.
 */
export async function attentionBlock(weights: Weights, name: string, channels: number): Promise<Block> {
  const norm = await weights.norm(`${name}.norm`, channels);
  const [q, k, v, out] = await Promise.all(
    ['q', 'k', 'v', 'proj_out'].map((part) => weights.conv(`${name}.${part}`, channels, channels, 1)),
  );
  return {
    name,
    apply: (x) => {
      const positions = x.shape[1] * x.shape[2];
      const flat = (t: tf.Tensor4D): tf.Tensor2D => tf.reshape(t, [positions, channels]);
      const n = groupNorm(x, norm);
      const queries = tf.mul(flat(convolve(n, q)), channels ** -0.5);
      const keys = tf.transpose(flat(convolve(n, k)));
      const values = flat(convolve(n, v));
      const chunk = Math.max(1, Math.floor(SCORES_AT_ONCE / positions));
      const parts: tf.Tensor2D[] = [];
      for (let start = 0; start < positions; start += chunk) {
        const length = Math.min(chunk, positions - start);
        parts.push(
          tf.tidy(() => {
            const scores = tf.matMul(tf.slice(queries, [start, 0], [length, channels]), keys);
            return tf.matMul(tf.softmax(scores), values);
          }),
        );
      }
      const attended = parts.length === 1 ? parts[0] : tf.concat(parts, 0);
      return tf.add(x, convolve(tf.reshape(attended, x.shape), out));
    },
  };
}

/**
 * Halves both sides, rounding down: one zero column right and one zero row below, then a 3x3 convolution of
 * stride 2. tfjs's `same` would pad odd sizes differently (reference section 10, hazard 1).
 */
export async function downsampleBlock(weights: Weights, name: string, channels: number): Promise<Block> {
  const { kernel, bias } = await weights.conv(`${name}.conv`, channels, channels, 3);
  return {
    name,
    apply: (x) => {
      const padded = tf.pad(x, [
        [0, 0],
        [0, 1],
        [0, 1],
        [0, 0],
      ]);
      return tf.fused.conv2d({ x: padded, filter: kernel, strides: 2, pad: 'valid', bias });
    },
  };
}

/** Doubles both sides by nearest neighbour, then a 3x3 convolution. */
export async function upsampleBlock(weights: Weights, name: string, channels: number): Promise<Block> {
  const conv = await weights.conv(`${name}.conv`, channels, channels, 3);
  return {
    name,
    apply: (x) => {
      const size: [number, number] = [x.shape[1] * 2, x.shape[2] * 2];
      return convolve(tf.image.resizeNearestNeighbor(x, size), conv);
    },
  };
}
