import { createStore } from 'zustand/vanilla';

import type { AttentionWeights } from '../../core/attentionMap.ts';
import type { RunRecord } from '../../core/runRecord.ts';

export const OVERLAYS = [
  'none',
  'borders',
  'entropy',
  'probability',
  'surprise',
  'windows',
  'order',
  'attention',
] as const;
export type OverlayKind = (typeof OVERLAYS)[number];

/** What the worker found out about one token of a record. */
export interface TokenAnswer {
  readonly record: RunRecord;
  readonly cell: number;
  /** Raw logits [codes]. */
  readonly logits: Float32Array;
  readonly u: number;
  /** The token that u chooses from these logits. */
  readonly drawn: number;
}

/** Entropy (nats) and probability of the tokens of a record, row-major; NaN where not known (yet). */
export interface Survey {
  readonly record: RunRecord;
  readonly entropy: Float32Array;
  readonly probability: Float32Array;
  /** Window positions computed, and all. */
  readonly done: number;
  readonly total: number;
}

export interface AttentionAnswer extends AttentionWeights {
  readonly record: RunRecord;
  readonly cell: number;
}

export interface InspectState {
  /** Cell under the pointer, or where the keys are. */
  readonly cursor: number | null;
  readonly pinned: number | null;
  readonly token: TokenAnswer | null;
  /** Said instead of an answer that failed. */
  readonly problem: string | null;
  readonly overlay: OverlayKind;
  readonly survey: Survey | null;
  readonly attention: AttentionAnswer | null;
  /** Null: the mean. */
  readonly layer: number | null;
  readonly head: number | null;
  /** Where attention is shown: on tokens of the picture or of the condition. */
  readonly onto: 'picture' | 'condition';
  /** The temperature looked at; null: that of the run. */
  readonly temperature: number | null;
}

export function createInspectStore() {
  return createStore<InspectState>(() => ({
    cursor: null,
    pinned: null,
    token: null,
    problem: null,
    overlay: 'none',
    survey: null,
    attention: null,
    layer: null,
    head: null,
    onto: 'picture',
    temperature: null,
  }));
}

export type InspectStore = ReturnType<typeof createInspectStore>;
