import * as tf from '../tf.ts';
import { ArrayAttention } from './arrayAttention.ts';
import type { Attention } from './attention.ts';
import { TensorAttention } from './tensorAttention.ts';

/** The key/value cache of one sequence, layer by layer. */
export class KeyValueCache {
  readonly layers: readonly Attention[];
  /** Places that all layers hold. */
  length = 0;

  /** @param capacity longest sequence */
  constructor(layers: number, heads: number, size: number, capacity: number) {
    const onGpu = tf.getBackend() === 'webgpu';
    this.layers = Array.from({ length: layers }, () =>
      onGpu ? new TensorAttention(heads, size) : new ArrayAttention(heads, size, capacity),
    );
  }

  /** Empties the cache; it may be used again. Also what gives its tensors back. */
  reset(): void {
    for (const layer of this.layers) layer.reset();
    this.length = 0;
  }
}
