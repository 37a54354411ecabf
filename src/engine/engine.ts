import type { ConditionTokens } from '../core/condition.ts';
import type { TokenGrid } from '../core/grid.ts';
import type { Schedule, Step } from '../core/schedule.ts';
import type { DrawSettings } from '../core/settings.ts';
import type { TransformerArchitecture } from '../core/architecture.ts';

/** One drawn token, told as soon as it is known. */
export interface Drawn {
  readonly step: Step;
  readonly token: number;
  /** The uniform number that chose it (0 when greedy). */
  readonly u: number;
  /** Logits [vocabulary] that it was drawn from, guided, before temperature; only where `wantLogits` said so. */
  readonly logits?: Float32Array;
}

/** Every draw weighs what its condition changes (core/guidance.ts). Costs a second sequence a window. */
export interface Guidance {
  /** Above 0. */
  readonly scale: number;
  /** The condition that tells nothing, as many positions as the one that is asked for. */
  readonly untold: ConditionTokens;
}

export interface DecodeRequest {
  readonly schedule: Schedule;
  readonly condition: ConditionTokens;
  readonly guidance?: Guidance;
  /** Known tokens; drawn ones are written into it as they come. */
  readonly grid: TokenGrid;
  readonly draw: DrawSettings;
  /** Ids at or above this are never drawn (they belong to conditions, or to no code at all). */
  readonly codes: number;
  /** The uniform number in [0,1) of a cell. */
  readonly uniform: (row: number, column: number) => number;
  readonly wantLogits?: (row: number, column: number) => boolean;
  readonly onDrawn?: (drawn: Drawn) => void;
  /** Checked at least every 100 ms; on abort `decode` returns with what was drawn. */
  readonly signal?: AbortSignal;
}

export interface DecodeStats {
  /** Transformer positions evaluated with the condition; guided draws evaluate as many again without it. */
  readonly positions: number;
  /** Tokens drawn. */
  readonly tokens: number;
  readonly elapsedMs: number;
  readonly aborted: boolean;
}

/** Executes schedules on a transformer. Implementations: tfjs/ (readable, any backend), webgpu/ (own kernels). */
export interface DecodeEngine {
  readonly name: string;
  readonly architecture: TransformerArchitecture;
  /** Caches that fit into memory; the schedule may keep so many alive. */
  readonly maxSlots: number;
  decode(request: DecodeRequest): Promise<DecodeStats>;
  /** Full forward of one sequence: float32 [length, vocabulary], row-major. */
  forward(tokens: Int32Array): Promise<Float32Array>;
  dispose(): void;
}
