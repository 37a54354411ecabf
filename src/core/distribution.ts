import { distributionOf } from './draw.ts';
import type { DrawSettings } from './settings.ts';

/** A code that may be drawn. */
interface Candidate {
  readonly id: number;
  readonly probability: number;
}

/** Codes that a filter took away, and the share of the whole softmax that they held. */
interface Cut {
  readonly count: number;
  readonly mass: number;
}

/** What one draw looked like, after temperature and filters unless it says otherwise. */
export interface DrawView {
  /** The most probable first; the lower id first among equals. */
  readonly candidates: readonly Candidate[];
  /** Codes that could be drawn. */
  readonly kept: number;
  /** Nats. */
  readonly entropy: number;
  readonly topK: Cut;
  /** What top-p took from what top-k had left. */
  readonly topP: Cut;
}

/** Where one code stands in a draw. */
export interface DrawnToken {
  /** 0 when a filter took it away: then it was not drawn like this. */
  readonly probability: number;
  /** -ln of the probability, in nats; Infinity when it could not be drawn. */
  readonly surprise: number;
  /** 1 for the most probable of all codes, before the filters. */
  readonly rank: number;
  /** The numbers u from `from` up to `to` choose it (inverse CDF in ascending order of ids). */
  readonly from: number;
  readonly to: number;
}

const UNFILTERED = { topK: 0, topP: 1 } as const;

/**
 * @param logits raw logits [vocabulary]
 * @param codes ids at or above are never drawn
 * @param most candidates to list
 * @throws TesseraError `logits-not-finite`
 */
export function viewDraw(
  logits: Float32Array,
  settings: DrawSettings,
  codes: number,
  most: number,
): DrawView {
  const all = distributionOf(logits, { ...settings, ...UNFILTERED }, codes);
  const afterTopK = distributionOf(logits, { ...settings, topP: 1 }, codes);
  const drawn = distributionOf(logits, settings, codes);
  // Without filters every id below `codes` survives, so ids are indices.
  const massOf = (ids: Int32Array): number => ids.reduce((mass, id) => mass + all.probabilities[id], 0);
  const [massAfterTopK, massDrawn] = [massOf(afterTopK.ids), massOf(drawn.ids)];
  const candidates = Array.from(drawn.ids, (id, i) => ({ id, probability: drawn.probabilities[i] }));
  candidates.sort((a, b) => b.probability - a.probability || a.id - b.id);
  return {
    candidates: candidates.slice(0, most),
    kept: drawn.ids.length,
    entropy: entropyOf(drawn.probabilities),
    topK: { count: all.ids.length - afterTopK.ids.length, mass: Math.max(0, 1 - massAfterTopK) },
    topP: { count: afterTopK.ids.length - drawn.ids.length, mass: Math.max(0, massAfterTopK - massDrawn) },
  };
}

/** Where `token` stands. @throws TesseraError `logits-not-finite` */
export function viewToken(
  logits: Float32Array,
  settings: DrawSettings,
  codes: number,
  token: number,
): DrawnToken {
  const { ids, probabilities } = distributionOf(logits, settings, codes);
  let rank = 1;
  for (let id = 0; id < Math.min(codes, logits.length); id++) {
    if (logits[id] > logits[token] || (logits[id] === logits[token] && id < token)) rank++;
  }
  const at = ids.indexOf(token);
  if (at < 0) return { probability: 0, surprise: Infinity, rank, from: 0, to: 0 };
  let from = 0;
  for (let i = 0; i < at; i++) from += probabilities[i];
  const probability = probabilities[at];
  return { probability, surprise: -Math.log(probability), rank, from, to: from + probability };
}

/** Entropy of the draw in nats, and the token's probability in it (0 when it was cut away). */
export function drawStatistics(
  logits: Float32Array,
  settings: DrawSettings,
  codes: number,
  token: number,
): { readonly entropy: number; readonly probability: number } {
  const { ids, probabilities } = distributionOf(logits, settings, codes);
  const at = ids.indexOf(token);
  return { entropy: entropyOf(probabilities), probability: at < 0 ? 0 : probabilities[at] };
}

/** -sum p ln p; terms of probability 0 count nothing. */
function entropyOf(probabilities: Float64Array): number {
  let entropy = 0;
  for (const p of probabilities) if (p > 0) entropy -= p * Math.log(p);
  return entropy;
}
