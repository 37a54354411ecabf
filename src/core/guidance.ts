/**
 * Logits of a guided draw (classifier-free guidance; Ho and Salimans, 2022): what the condition changes, once more
 * `scale` times. 0 leaves the logits as they are. Not in the reference: its models never learned to draw untold.
 * @param told logits given the condition
 * @param untold logits of the same position with the condition withheld
 */
export function guideLogits(told: Float32Array, untold: Float32Array, scale: number): Float32Array {
  return told.map((value, i) => value + Math.fround(scale * Math.fround(value - untold[i])));
}
