import type { Codebook } from '../../../src/core/codebook/codebook.ts';

/** Rows around a few centres, the same for the same seed: codebooks have clusters. */
export function syntheticCodebook(codes: number, dim: number, seed = 1, centres = 6): Codebook {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff - 0.5;
  };
  const middle = Array.from({ length: centres }, () => Array.from({ length: dim }, () => 4 * next()));
  const vectors = Float32Array.from({ length: codes * dim }, (_, i) => {
    const code = Math.floor(i / dim);
    return middle[code % centres][i % dim] + (0.2 + (i % dim === 0 ? 1 : 0)) * next();
  });
  return { codes, dim, vectors };
}

export function rowsOf({ codes, dim, vectors }: Codebook): number[][] {
  return Array.from({ length: codes }, (_, code) =>
    Array.from(vectors.subarray(code * dim, (code + 1) * dim)),
  );
}
