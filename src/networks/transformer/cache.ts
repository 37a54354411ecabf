import * as tf from '../tf.ts';
import { ArrayAttention } from './arrayAttention.ts';
import type { Attention } from './attention.ts';
import { TensorAttention } from './tensorAttention.ts';

/** The key/value cache of one sequence, layer by layer. */
export class KeyValueCache {
  readonly layers: readonly Attention[];
  /** Places that all layers hold. */
  length = 0;

  /**
   * @param capacity longest sequence
   * @param watch wraps the attention of a layer, to see what it does
   */
  constructor(
    layers: number,
    heads: number,
    size: number,
    capacity: number,
    watch: (attention: Attention) => Attention = (attention) => attention,
  ) {
    const onGpu = tf.getBackend() === 'webgpu';
    this.layers = Array.from({ length: layers }, () =>
      watch(onGpu ? new TensorAttention(heads, size) : new ArrayAttention(heads, size, capacity)),
    );
  }

  /** Empties the cache; it may be used again. Also what gives its tensors back. */
  reset(): void {
    for (const layer of this.layers) layer.reset();
    this.length = 0;
  }
}
