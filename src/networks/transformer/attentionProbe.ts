import * as tf from '../tf.ts';
import type { Attention } from './attention.ts';

/**
 * Watches the attention of one layer while a whole sequence goes through it at once: the weights with which the last
 * position looks at every position. The layer's result comes from the attention it wraps.
 */
export class AttentionProbe implements Attention {
  private weights: tf.Tensor2D | null = null;

  constructor(
    private readonly inner: Attention,
    private readonly heads: number,
    private readonly size: number,
  ) {}

  attend(qkv: tf.Tensor2D, from: number, unmasked: number): tf.Tensor2D {
    this.weights?.dispose();
    this.weights = tf.keep(tf.tidy(() => this.lastRow(qkv)));
    return this.inner.attend(qkv, from, unmasked);
  }

  /** [heads, positions], row-major; each row sums to 1. */
  async read(): Promise<Float32Array> {
    return this.weights ? this.weights.data<'float32'>() : new Float32Array();
  }

  reset(): void {
    this.weights?.dispose();
    this.weights = null;
    this.inner.reset();
  }

  /** The last position sees all others, masked or not. */
  private lastRow(qkv: tf.Tensor2D): tf.Tensor2D {
    const { heads, size } = this;
    const rows = qkv.shape[0];
    const width = heads * size;
    const query = tf.reshape(tf.slice(qkv, [rows - 1, 0], [1, width]), [heads, 1, size]);
    const keys = tf.transpose(
      tf.reshape(tf.slice(qkv, [0, width], [rows, width]), [rows, heads, size]),
      [1, 2, 0],
    );
    const scores = tf.matMul(tf.mul(query, size ** -0.5), keys);
    return tf.reshape(tf.softmax(scores), [heads, rows]);
  }
}
