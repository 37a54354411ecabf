/**
 * How many heads a transformer was trained with. No shape shows it, but training does: channels of one head serve the
 * same attention pattern, so the rows of its query and key matrices point in related directions, and rows of different
 * heads do not. Squared cosines of pairs of rows then have one mean within blocks of width / heads channels and a
 * smaller one outside; the head count under which two such means explain the pairs best is that of the weights.
 * Measured in docs/reliability.md.
 */
import type { TensorSource } from '../tensorSource.ts';

/** Layers that are looked at, spread over the depth; more change nothing. */
const MOST_LAYERS = 3;
/** What a head count has to explain better than the next best, in nats; untrained weights do not come near. */
const SURE_NATS = 100;

interface Pairs {
  /** Channels of each pair, and the squared cosine of their rows. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly squares: readonly number[];
}

/**
 * @param source names as in the reference, without a prefix: `blocks.#.attn.query.weight` [width, width]
 * @param candidates head counts that divide the width
 * @returns the head count that the weights show; null when they show none, as untrained ones do
 * @throws TesseraError of reading
 */
export async function headsInWeights(
  source: TensorSource,
  { layers, width }: { readonly layers: number; readonly width: number },
  candidates: readonly number[],
): Promise<number | null> {
  const every = Math.max(1, Math.ceil(layers / MOST_LAYERS));
  const looked: Pairs[] = [];
  for (let layer = 0; layer < layers; layer += every) {
    for (const part of ['query', 'key'])
      looked.push(pairsOf(await source.readFloat32(`blocks.${layer}.attn.${part}.weight`), width));
  }
  // One head is no structure at all: every other count has to beat it.
  const scored = [...new Set([1, ...candidates])].map((heads) => ({
    heads,
    nats: looked.reduce((sum, pairs) => sum + likelihood(pairs, width / heads), 0),
  }));
  scored.sort((a, b) => b.nats - a.nats);
  const [best, next] = scored;
  return next && best.heads > 1 && best.nats - next.nats > SURE_NATS ? best.heads : null;
}

/** Near pairs all, far ones ever more sparsely, so that wide models cost no more than they must. */
function pairsOf(weight: Float32Array, width: number): Pairs {
  const lengths = Array.from({ length: width }, (_, row) => Math.sqrt(dot(weight, row, row, width)));
  const first: number[] = [];
  const second: number[] = [];
  const squares: number[] = [];
  for (let apart = 1; apart < width; apart += Math.max(1, Math.floor(apart / 12))) {
    for (let row = 0; row + apart < width; row++) {
      const scale = lengths[row] * lengths[row + apart];
      if (scale === 0) continue;
      first.push(row);
      second.push(row + apart);
      squares.push((dot(weight, row, row + apart, width) / scale) ** 2);
    }
  }
  return { first, second, squares };
}

function dot(weight: Float32Array, a: number, b: number, width: number): number {
  let sum = 0;
  for (let i = 0, p = a * width, q = b * width; i < width; i++) sum += weight[p + i] * weight[q + i];
  return sum;
}

/** Log-likelihood of exponentially distributed squares with one mean within a block of channels and one outside. */
function likelihood({ first, second, squares }: Pairs, block: number): number {
  const count = [0, 0];
  const total = [0, 0];
  squares.forEach((square, i) => {
    const inside = Math.floor(first[i] / block) === Math.floor(second[i] / block) ? 1 : 0;
    count[inside]++;
    total[inside] += square;
  });
  return [0, 1].reduce(
    (sum, i) => (total[i] > 0 ? sum - count[i] * (Math.log(total[i] / count[i]) + 1) : sum),
    0,
  );
}
