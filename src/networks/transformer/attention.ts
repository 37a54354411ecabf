import type * as tf from '../tf.ts';

/** Causal multi-head attention of one layer, with the keys and values of all earlier positions. */
export interface Attention {
  /**
   * Takes in new positions and lets them attend.
   * @param qkv [rows, 3 width]: query, key and value side by side; head j = channels j*size to (j+1)*size - 1
   * @param from place of the first row; the cache holds exactly the places before it
   * @param unmasked places below it see each other both ways (`n_unmasked`)
   * @returns [rows, width], before the output projection
   */
  attend(qkv: tf.Tensor2D, from: number, unmasked: number): tf.Tensor2D;
  /** Forgets all positions. */
  reset(): void;
}
