/**
 * Whether a transformer was trained with a codebook. Codes that lie close together in the codebook decode to similar
 * pixels and so stand in similar places; their rows in the transformer's token embedding and head turn out alike. With
 * another codebook (or the same one in another order) neighbours are as unlike as any two codes. Measured in
 * docs/reliability.md.
 */
import type { TensorSource } from '../tensorSource.ts';

/** Codes that are looked at, spread over all. */
const MOST_CODES = 512;
/** Fewer say nothing. */
const LEAST_CODES = 128;

/**
 * @param source names as in the reference: `tok_emb.weight`, `head.weight`, each [vocabulary, width]
 * @param codebook float32 [codes, dim]; the transformer's first `codes` ids are its codes
 * @returns by how many standard errors neighbours are more alike than chance has it, the larger of both tables; null
 *   when the codebook is too small to tell
 * @throws TesseraError of reading
 */
export async function codebookKinship(
  source: TensorSource,
  width: number,
  codebook: { readonly vectors: Float32Array; readonly codes: number; readonly dim: number },
): Promise<number | null> {
  const { codes, dim, vectors } = codebook;
  const every = Math.max(1, Math.floor(codes / MOST_CODES));
  const looked = Array.from({ length: Math.floor(codes / every) }, (_, i) => i * every).filter((code) =>
    vectors.subarray(code * dim, code * dim + dim).some((value) => value !== 0),
  );
  if (looked.length < LEAST_CODES) return null;
  const nearest = looked.map((code) => nearestOf(code, looked, vectors, dim));
  const scores: number[] = [];
  for (const name of ['tok_emb.weight', 'head.weight']) {
    const rows = await source.readFloat32(name);
    const alike = (a: number, b: number): number => cosine(rows, a, b, width);
    const near = looked.map((code, i) => alike(code, nearest[i]));
    // Any two codes: half the list further on, and others, so that no order of the codes is a neighbourhood.
    const any = [2, 3, 5, 7].flatMap((part) =>
      looked.map((code, i) => alike(code, looked[(i + Math.floor(looked.length / part)) % looked.length])),
    );
    const [ofNear, ofAny] = [momentsOf(near), momentsOf(any)];
    const error = Math.sqrt((ofNear.variance + ofAny.variance) / looked.length);
    if (error > 0) scores.push((ofNear.mean - ofAny.mean) / error);
  }
  return scores.length > 0 ? Math.max(...scores) : null;
}

function nearestOf(code: number, looked: readonly number[], vectors: Float32Array, dim: number): number {
  let best = code;
  let least = Infinity;
  for (const other of looked) {
    if (other === code) continue;
    let distance = 0;
    for (let i = 0; i < dim; i++) distance += (vectors[code * dim + i] - vectors[other * dim + i]) ** 2;
    if (distance < least) {
      least = distance;
      best = other;
    }
  }
  return best;
}

function cosine(rows: Float32Array, a: number, b: number, width: number): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < width; i++) {
    const [x, y] = [rows[a * width + i], rows[b * width + i]];
    product += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return ofA > 0 && ofB > 0 ? product / Math.sqrt(ofA * ofB) : 0;
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}
