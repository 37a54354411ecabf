import { TesseraError } from './errors.ts';
import type { DrawSettings } from './settings.ts';

/** What a token is drawn from: the ids that survive the filters, ascending, with their probabilities (sum 1). */
export interface Distribution {
  readonly ids: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * Temperature, top-k, top-p, softmax, in the reference's order (section 6.1).
 * Temperature divides in float32 as the reference does; the softmax is float64 so that sums do not drift.
 * @param logits raw logits [vocabulary]
 * @param codes ids at or above are never drawn (they belong to no code of the image's codebook)
 * @throws TesseraError `logits-not-finite`
 */
export function distributionOf(logits: Float32Array, settings: DrawSettings, codes: number): Distribution {
  const count = Math.min(codes, logits.length);
  const scaled = new Float32Array(count);
  for (let id = 0; id < count; id++) {
    if (!Number.isFinite(logits[id])) throw notFinite(id, logits[id]);
    scaled[id] = logits[id] / settings.temperature;
  }
  const threshold = topKThreshold(scaled, settings.topK);
  const kept: number[] = [];
  for (let id = 0; id < count; id++) if (scaled[id] >= threshold) kept.push(id);
  const survivors = settings.topP < 1 ? nucleus(scaled, kept, settings.topP) : kept;
  return { ids: Int32Array.from(survivors), probabilities: softmax(scaled, survivors) };
}

/** The k-th largest value; values equal to it stay, so more than k ids may survive. */
function topKThreshold(scaled: Float32Array, topK: number): number {
  if (topK <= 0 || topK >= scaled.length) return -Infinity;
  return scaled.slice().sort()[scaled.length - topK];
}

/**
 * Nucleus filter on what top-k left (Holtzman et al. 2020; Hugging Face transformers 4.3.1 semantics): sorted descending,
 * the first id whose cumulative probability exceeds p is the last one kept.
 */
function nucleus(scaled: Float32Array, ids: readonly number[], topP: number): number[] {
  const sorted = ids.slice().sort((a, b) => scaled[b] - scaled[a] || a - b);
  const probabilities = softmax(scaled, sorted);
  let cumulative = 0;
  let keep = 0;
  while (keep < sorted.length) {
    cumulative += probabilities[keep];
    keep++;
    if (cumulative > topP) break;
  }
  return sorted.slice(0, Math.max(1, keep)).sort((a, b) => a - b);
}

function softmax(scaled: Float32Array, ids: readonly number[]): Float64Array {
  let largest = -Infinity;
  for (const id of ids) largest = Math.max(largest, scaled[id]);
  const probabilities = Float64Array.from(ids, (id) => Math.exp(scaled[id] - largest));
  let sum = 0;
  for (const value of probabilities) sum += value;
  return probabilities.map((value) => value / sum);
}

/** The first id, ascending, whose cumulative probability exceeds u; the last one if rounding leaves none. */
export function drawFrom(distribution: Distribution, u: number): number {
  const { ids, probabilities } = distribution;
  let cumulative = 0;
  for (let i = 0; i < ids.length; i++) {
    cumulative += probabilities[i];
    if (cumulative > u) return ids[i];
  }
  return ids[ids.length - 1];
}

/** The most probable code; the lowest id among equals. @throws TesseraError `logits-not-finite` */
export function argmax(logits: Float32Array, codes: number): number {
  let best = 0;
  for (let id = 0; id < Math.min(codes, logits.length); id++) {
    if (!Number.isFinite(logits[id])) throw notFinite(id, logits[id]);
    if (logits[id] > logits[best]) best = id;
  }
  return best;
}

/** One token from raw logits. @throws TesseraError `logits-not-finite` */
export function drawToken(logits: Float32Array, settings: DrawSettings, codes: number, u: number): number {
  if (settings.greedy) return argmax(logits, codes);
  return drawFrom(distributionOf(logits, settings, codes), u);
}

function notFinite(id: number, value: number): TesseraError {
  return new TesseraError(
    'logits-not-finite',
    `the transformer gave ${value} for token ${id}`,
    'the weights or the graphics driver are damaged: reload the model, or choose the WASM backend',
  );
}
