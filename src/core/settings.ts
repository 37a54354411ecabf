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

export const DEFAULT_SETTINGS: Omit<SamplingSettings, 'kind' | 'window'> = {
  seed: 0,
  temperature: 1,
  topK: 100,
  topP: 1,
  greedy: false,
};
