import type { Codebook } from './codebook.ts';
import { neighbourGraph, type NeighbourGraph } from './neighbourGraph.ts';
import { principalProjection } from './pca.ts';
import { randomStream } from './random.ts';

/** Neighbours that a point is drawn to. */
const NEIGHBOURS = 15;
const EPOCHS = 240;
/** Points that push away for each that draws near. */
const NEGATIVE = 5;
/** Curve 1 / (1 + a d^2b) fitted to a least distance of 0.1, as UMAP's authors give it. */
const A = 1.577;
const B = 0.8951;
const START_SPREAD = 10;
const MOST_STEP = 4;
/** Share of the work that finding the neighbours is reported as. */
const SEARCH_SHARE = 0.5;

/**
 * A map on which near entries lie near each other, float32 [codes, 2]: UMAP's method (McInnes, Healy, Melville 2018)
 * on exact neighbours. It starts from the principal components and takes one stream of random numbers, so the
 * same seed gives the same map.
 */
export function neighbourEmbedding(
  codebook: Codebook,
  seed: number,
  onProgress: (share: number) => void = () => undefined,
): Float32Array {
  const { codes } = codebook;
  const graph = neighbourGraph(codebook, NEIGHBOURS, (share) => onProgress(share * SEARCH_SHARE));
  const edges = fuzzyEdges(graph, codes);
  const points = startingPoints(codebook);
  const random = randomStream(seed);
  const strongest = edges.weights.reduce((most, weight) => Math.max(most, weight), 0);
  // An edge takes part in as many epochs as its weight asks for.
  const period = Float64Array.from(edges.weights, (weight) => strongest / weight);
  const due = period.slice();
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    const rate = 1 - (epoch - 1) / EPOCHS;
    for (let edge = 0; edge < due.length; edge++) {
      if (due[edge] > epoch) continue;
      due[edge] += period[edge];
      attract(points, edges.from[edge], edges.to[edge], rate);
      for (let n = 0; n < NEGATIVE; n++) {
        repel(points, edges.from[edge], Math.floor(random() * codes), rate);
      }
    }
    onProgress(SEARCH_SHARE + (1 - SEARCH_SHARE) * (epoch / EPOCHS));
  }
  return Float32Array.from(points);
}

interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weights: Float64Array;
}

/** Membership of each neighbour, symmetric: p + q - pq. */
function fuzzyEdges({ k, indices, distances }: NeighbourGraph, codes: number): Edges {
  const directed = new Map<number, number>();
  for (let code = 0; code < codes; code++) {
    const near = distances.subarray(code * k, (code + 1) * k);
    const nearest = near.find((distance) => distance > 0) ?? 0;
    const width = bandwidth(near, nearest);
    for (let n = 0; n < k; n++) {
      const weight = width > 0 ? Math.exp(-Math.max(0, near[n] - nearest) / width) : 1;
      directed.set(code * codes + indices[code * k + n], weight);
    }
  }
  const from: number[] = [];
  const to: number[] = [];
  const weights: number[] = [];
  for (const [key, p] of directed) {
    const a = Math.floor(key / codes);
    const b = key % codes;
    const back = directed.get(b * codes + a);
    // The pair is taken once in each direction that exists, and a one-sided edge also backwards.
    const q = back ?? 0;
    from.push(a);
    to.push(b);
    weights.push(p + q - p * q);
    if (back !== undefined) continue;
    from.push(b);
    to.push(a);
    weights.push(p);
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to), weights: Float64Array.from(weights) };
}

/** The width at which the memberships add up to log2(k). */
function bandwidth(near: Float32Array, nearest: number): number {
  const target = Math.log2(near.length);
  let low = 0;
  let high = Infinity;
  let width = 1;
  for (let step = 0; step < 64; step++) {
    let sum = 0;
    for (const distance of near) sum += Math.exp(-Math.max(0, distance - nearest) / width);
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) high = width;
    else low = width;
    width = high === Infinity ? width * 2 : (low + high) / 2;
  }
  return width;
}

function startingPoints(codebook: Codebook): Float64Array {
  const { points } = principalProjection(codebook);
  const most = points.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  // Equal rows would stay on one spot for ever: a tiny spiral tells them apart.
  return Float64Array.from(points, (value, i) => {
    const angle = (i >> 1) * 2.399963;
    return (START_SPREAD * value) / most + 1e-3 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
}

function attract(points: Float64Array, a: number, b: number, rate: number): void {
  const dx = points[2 * a] - points[2 * b];
  const dy = points[2 * a + 1] - points[2 * b + 1];
  const square = dx * dx + dy * dy;
  if (square === 0) return;
  const power = square ** B;
  const pull = (-2 * A * B * power) / (square * (1 + A * power));
  const x = rate * clip(pull * dx);
  const y = rate * clip(pull * dy);
  points[2 * a] += x;
  points[2 * a + 1] += y;
  points[2 * b] -= x;
  points[2 * b + 1] -= y;
}

function repel(points: Float64Array, a: number, b: number, rate: number): void {
  if (a === b) return;
  const dx = points[2 * a] - points[2 * b];
  const dy = points[2 * a + 1] - points[2 * b + 1];
  const square = dx * dx + dy * dy;
  const push = (2 * B) / ((0.001 + square) * (1 + A * square ** B));
  points[2 * a] += rate * clip(push * dx);
  points[2 * a + 1] += rate * clip(push * dy);
}

function clip(step: number): number {
  return Math.max(-MOST_STEP, Math.min(MOST_STEP, step));
}
