/**
 * A stream of uniform numbers in [0, 1) for layouts, which need hundreds of millions of them: Marsaglia's xorshift32
 * ("Xorshift RNGs", 2003). Pictures never use it; their draws come from Philox.
 */
export function randomStream(seed: number): () => number {
  // Zero is the one state that xorshift never leaves.
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
