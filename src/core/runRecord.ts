import type { ConditionKind, WindowMode } from './settings.ts';

/**
 * The one thing that describes a run: model, settings, condition tokens, tokens so far. Metadata in pictures,
 * history, replay, cancel/continue and recovery all use it (docs/architecture.md).
 */
export interface RunRecord {
  readonly version: 1;
  readonly model: { readonly id: string; readonly hash: string };
  readonly grid: { readonly height: number; readonly width: number };
  readonly settings: {
    readonly kind: ConditionKind;
    readonly seed: number;
    readonly temperature: number;
    readonly topK: number;
    readonly topP: number;
    readonly greedy: boolean;
    readonly window: WindowMode;
    /** Absent where draws were not guided. */
    readonly guidance?: number;
  };
  /** The condition stage's own ids (without the transformer's offset), row-major. */
  readonly condition: {
    readonly kind: ConditionKind;
    readonly height: number;
    readonly width: number;
    readonly tokens: readonly number[];
  };
  /** Row-major; -1 where a cancelled run has not drawn. */
  readonly tokens: readonly number[];
  readonly stats: { readonly positions: number; readonly tokens: number; readonly elapsedMs: number };
}
