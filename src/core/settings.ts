/** How a token is drawn from the logits; the order of the filters is the reference's (section 6.1). */
export interface DrawSettings {
  readonly temperature: number;
  /** Logits strictly below the k-th largest are dropped, ties stay; 0 = off. */
  readonly topK: number;
  /** Nucleus after top-k; 1 = off. */
  readonly topP: number;
  readonly greedy: boolean;
}

export const WINDOW_MODES = ['exact', 'stride-4', 'stride-8'] as const;
export type WindowMode = (typeof WINDOW_MODES)[number];

export const CONDITION_KINDS = [
  'segmentation',
  'depth',
  'edges',
  'low-resolution',
  'class',
  'pose',
  'coordinates',
  'none',
] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

/** Everything that decides which tokens are drawn, besides the model and the condition. */
export interface SamplingSettings extends DrawSettings {
  readonly kind: ConditionKind;
  readonly seed: number;
  readonly window: WindowMode;
  /** How much more than its probability says each draw follows the condition (core/guidance.ts); absent or 0: off. */
  readonly guidance?: number;
}

/** Beyond this the condition drowns the picture. */
export const MOST_GUIDANCE = 10;

/** Divided by less, logits leave the range of float32. */
export const LEAST_TEMPERATURE = 0.01;

/** An allowed range of a number, both ends included. */
type Range = readonly [least: number, most: number];

/** The numbers that a run can be drawn with and that a record may hold. */
export const SETTING_RANGES = {
  seed: [0, Number.MAX_SAFE_INTEGER],
  temperature: [LEAST_TEMPERATURE, 1000],
  // No codebook is larger.
  topK: [0, 2 ** 20],
  topP: [0, 1],
  guidance: [0, MOST_GUIDANCE],
} as const satisfies Record<string, Range>;

export const DEFAULT_SETTINGS: Omit<SamplingSettings, 'kind' | 'window'> = {
  seed: 0,
  temperature: 1,
  topK: 100,
  topP: 1,
  greedy: false,
};
