/** The rows of an image stage's codebook, in memory. */
export interface Codebook {
  readonly codes: number;
  /** Length of one row. */
  readonly dim: number;
  /** float32 [codes, dim], row-major. */
  readonly vectors: Float32Array;
}

/** Euclidean length of every row, [codes]. */
export function rowNorms({ codes, dim, vectors }: Codebook): Float64Array {
  return Float64Array.from({ length: codes }, (_, code) => {
    let sum = 0;
    for (let i = code * dim; i < (code + 1) * dim; i++) sum += vectors[i] * vectors[i];
    return Math.sqrt(sum);
  });
}

/** Squared Euclidean distance of two rows. */
export function squaredDistance({ dim, vectors }: Codebook, a: number, b: number): number {
  let sum = 0;
  for (let i = a * dim, j = b * dim; i < (a + 1) * dim; i++, j++) {
    const difference = vectors[i] - vectors[j];
    sum += difference * difference;
  }
  return sum;
}
