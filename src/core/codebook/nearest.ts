import { rowNorms, squaredDistance, type Codebook } from './codebook.ts';

/** `l2` is what the quantizer goes by (reference 1.5); `cosine` ignores how long the vectors are. */
type Metric = 'l2' | 'cosine';

interface Neighbour {
  readonly code: number;
  /** Euclidean distance, or 1 - cosine (0 to 2; 1 where a vector has no length). */
  readonly distance: number;
}

/** From one entry to every entry, itself included, [codes]. */
export function distancesFrom(codebook: Codebook, code: number, metric: Metric): Float64Array {
  const { codes, dim, vectors } = codebook;
  if (metric === 'l2') {
    return Float64Array.from({ length: codes }, (_, other) =>
      Math.sqrt(squaredDistance(codebook, code, other)),
    );
  }
  const norms = rowNorms(codebook);
  return Float64Array.from({ length: codes }, (_, other) => {
    const length = norms[code] * norms[other];
    if (length === 0) return 1;
    let dot = 0;
    for (let i = 0; i < dim; i++) dot += vectors[code * dim + i] * vectors[other * dim + i];
    return 1 - dot / length;
  });
}

/** The entries closest to one, nearest first, without itself; the lower number first where they tie. */
export function nearestCodes(codebook: Codebook, code: number, count: number, metric: Metric): Neighbour[] {
  const distances = distancesFrom(codebook, code, metric);
  return Array.from(distances, (distance, other) => ({ code: other, distance }))
    .filter((other) => other.code !== code)
    .sort((a, b) => a.distance - b.distance || a.code - b.code)
    .slice(0, count);
}
