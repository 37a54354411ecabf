/** Largest absolute difference; what is no number counts as infinite. */
export function largestDifference(got: Float32Array, expected: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(got[i] - expected[i]);
    most = difference <= most ? most : Number.isNaN(difference) ? Infinity : difference;
  }
  return most;
}
