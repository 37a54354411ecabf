import type { RunRecord } from '../../core/runRecord.ts';
import { TesseraError } from '../../core/errors.ts';

/**
 * What the figures of the Learn page show before any weights are there: numbers that a shipped model gave about one of
 * the recorded runs. scripts/makeLearnWalk.ts writes it.
 */
export interface Walk {
  readonly version: 1;
  /** Name of the recorded run, and the weights that drew it. */
  readonly run: string;
  readonly model: RunRecord['model'];
  /** Every code on the two principal axes of the codebook, the longer side of both from 0 to 1000. */
  readonly plane: { readonly x: readonly number[]; readonly y: readonly number[] };
  /** -ln p of every token of the run, in nats: as it was drawn, and with the same tokens in another order. */
  readonly surprise: { readonly drawn: readonly number[]; readonly shuffled: readonly number[] };
  readonly told: readonly Told[];
  readonly steps: readonly WalkStep[];
}

/** Something that the same step can be told instead of its own layout. */
export interface Told {
  /** `layout`: the run's own; `none`: nothing; else the id of the label that the layout has everywhere. */
  readonly id: 'layout' | 'none' | number;
  /** Of that label, in the model that drew the run: another may be open. */
  readonly name: string | null;
  readonly condition: RunRecord['condition'];
}

export interface WalkStep {
  readonly row: number;
  readonly column: number;
  /** The number that chose the token. */
  readonly u: number;
  /** The hundred best codes with their logits, as the run drew from them; the default top-k leaves no other. */
  readonly best: Scores;
  /** For each of `told`: the most probable codes, without filters and guidance. */
  readonly given: readonly Shares[];
  readonly attention: StepAttention;
}

interface Scores {
  readonly ids: readonly number[];
  readonly logits: readonly number[];
}

export interface Shares {
  readonly ids: readonly number[];
  readonly shares: readonly number[];
}

/** Attention of the step, the mean over the heads of each layer, in thousandths: [layers][length]. */
export interface StepAttention {
  readonly layers: readonly (readonly number[])[];
}

/** @throws TesseraError `walk-missing` */
export async function fetchWalk(base: string): Promise<Walk> {
  const response = await fetch(new URL('learn/walk.json', base));
  const walk = response.ok ? ((await response.json()) as Walk) : null;
  if (walk?.version === 1) return walk;
  throw new TesseraError('walk-missing', 'this site ships no recorded figures', 'open the page elsewhere');
}

/**
 * The same tokens in an order that chance gives, always the same one (Fisher-Yates).
 * @param uniform a number from 0 to 1 for a seed, row and column
 */
export function shuffledTokens(
  tokens: readonly number[],
  uniform: (seed: number, row: number, column: number) => number,
): number[] {
  const shuffled = [...tokens];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(uniform(1, i, 0) * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

/** The record as it would be had the same step been told something else, without guidance towards it. */
export function toldOtherwise(record: RunRecord, { condition }: Told): RunRecord {
  return { ...record, settings: { ...unguided(record), kind: condition.kind }, condition };
}

/** The numbers of a step without what the draw does to them: no filter, no temperature, no guidance. */
export function plainly(record: RunRecord): RunRecord {
  return { ...record, settings: { ...unguided(record), temperature: 1, topK: 0, topP: 1, greedy: false } };
}

function unguided({ settings }: RunRecord): RunRecord['settings'] {
  return { ...settings, guidance: 0 };
}
