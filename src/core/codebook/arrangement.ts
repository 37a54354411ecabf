import { squaredDistance, type Codebook } from './codebook.ts';
import { randomStream } from './random.ts';

/** How far apart the ends of a reversed stretch may lie. */
const REACH = 60;
const MOST_PASSES = 6;

/**
 * All entries in one line, like beside like: from an entry that the seed picks, always on to the nearest that is left
 * (nearest-neighbour chain), then stretches of up to 60 are reversed where that shortens the line (2-opt).
 */
export function arrange(
  codebook: Codebook,
  seed: number,
  onProgress: (share: number) => void = () => undefined,
): Int32Array {
  const order = nearestNeighbourChain(codebook, seed, (share) => onProgress(share * 0.9));
  untangle(codebook, order);
  onProgress(1);
  return order;
}

/** Length of the line through the entries in this order. */
export function lineLength(codebook: Codebook, order: Int32Array): number {
  let sum = 0;
  for (let i = 1; i < order.length; i++) sum += Math.sqrt(squaredDistance(codebook, order[i - 1], order[i]));
  return sum;
}

export function nearestNeighbourChain(
  codebook: Codebook,
  seed: number,
  onProgress: (share: number) => void = () => undefined,
): Int32Array {
  const { codes } = codebook;
  const order = new Int32Array(codes);
  if (codes === 0) return order;
  const left = Int32Array.from({ length: codes }, (_, code) => code);
  let leftCount = codes;
  let current = Math.floor(randomStream(seed)() * codes);
  const take = (place: number): number => {
    const code = left[place];
    left[place] = left[--leftCount];
    return code;
  };
  order[0] = take(current);
  for (let i = 1; i < codes; i++) {
    current = order[i - 1];
    let best = 0;
    let least = Infinity;
    for (let place = 0; place < leftCount; place++) {
      const distance = squaredDistance(codebook, current, left[place]);
      // The places of what is left depend on what was taken, so ties go by number.
      if (distance < least || (distance === least && left[place] < left[best])) {
        least = distance;
        best = place;
      }
    }
    order[i] = take(best);
    if (i % 64 === 0) onProgress(1 - ((codes - i) / codes) ** 2);
  }
  return order;
}

function untangle(codebook: Codebook, order: Int32Array): void {
  const n = order.length;
  const distance = (i: number, j: number) =>
    i < 0 || j >= n ? 0 : Math.sqrt(squaredDistance(codebook, order[i], order[j]));
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let improved = false;
    for (let i = 0; i < n - 1; i++) {
      for (let j = i + 1; j < Math.min(n, i + REACH); j++) {
        const before = distance(i - 1, i) + distance(j, j + 1);
        const after = (i > 0 ? distance(i - 1, j) : 0) + (j < n - 1 ? distance(i, j + 1) : 0);
        if (after >= before - 1e-9) continue;
        order.subarray(i, j + 1).reverse();
        improved = true;
      }
    }
    if (!improved) return;
  }
}
