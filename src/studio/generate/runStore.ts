import { createStore } from 'zustand/vanilla';

import type { LabelMap } from '../../core/layout.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { Atlas } from '../replay/atlas.ts';
import type { Trace } from '../replay/trace.ts';

/** A run on the Result canvas. Its buffers change in place while it goes on; `RunState.revision` counts that. */
export interface ShownRun {
  /** `recorded`: shipped with the page, drawn by nobody here. */
  readonly source: 'recorded' | 'live';
  readonly modelName: string;
  readonly seed: number;
  readonly trace: Trace;
  readonly atlas: Atlas | null;
  /** The layout it was drawn from. */
  readonly layout: LabelMap | null;
  /** Decoded pixels so far, of the picture's size; transparent where there are none yet. */
  readonly decoded: HTMLCanvasElement;
  readonly record: RunRecord | null;
  readonly cancelled: boolean;
}

export interface RunProgress {
  readonly drawn: number;
  readonly total: number;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number | null;
  readonly cancelling: boolean;
}

export interface RunState {
  readonly shown: ShownRun | null;
  readonly revision: number;
  /** Tokens shown on the canvas, from 0 to the trace's count. */
  readonly position: number;
  readonly playing: boolean;
  readonly speed: number;
  /** Null unless a run goes on. */
  readonly running: RunProgress | null;
  /** Opacity of the layout over the result, 0 to 1. */
  readonly overlay: number;
  /** The run that ended last repeated the one before, token for token. */
  readonly repeated: boolean;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

export function createRunStore() {
  return createStore<RunState>(() => ({
    shown: null,
    revision: 0,
    position: 0,
    playing: false,
    speed: 1,
    running: null,
    overlay: 0,
    repeated: false,
  }));
}

export type RunStore = ReturnType<typeof createRunStore>;
