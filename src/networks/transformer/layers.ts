import * as tf from '../tf.ts';
import type { LinearWeights, NormWeights } from '../weights.ts';
import { geluOf, normaliseRows } from './arrayLayers.ts';

/** PyTorch's default; GroupNorm in the VQGAN uses 1e-6. */
const EPSILON = 1e-5;

/** LayerNorm over the last axis of [rows, width]. */
export function layerNorm(x: tf.Tensor2D, { scale, shift }: NormWeights): tf.Tensor2D {
  if (isOnCpu()) {
    const [values, factors, offsets] = [x, scale, shift].map((tensor) => tensor.dataSync<'float32'>());
    return tf.tensor2d(normaliseRows(values, x.shape[1], factors, offsets, EPSILON), x.shape);
  }
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normal, scale), shift);
}

/** x * weight + bias. */
export function linear(x: tf.Tensor2D, { weight, bias }: LinearWeights): tf.Tensor2D {
  return tf.fused.matMul({ a: x, b: weight, bias }) as tf.Tensor2D;
}

/** Exact GELU, x * Phi(x); the tanh form would move logits by 1e-3. */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  if (isOnCpu()) return tf.tensor2d(geluOf(x.dataSync<'float32'>()), x.shape);
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** Where reading a tensor costs a copy and no round trip. */
function isOnCpu(): boolean {
  return tf.getBackend() !== 'webgpu';
}
