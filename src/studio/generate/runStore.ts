import { createStore } from 'zustand/vanilla';

import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import type { ConditionDocument } from '../files/document.ts';
import type { Atlas } from '../replay/atlas.ts';
import type { Trace } from '../replay/trace.ts';

/** A run on the Result canvas. Its buffers change in place while it goes on; `RunState.revision` counts that. */
export interface ShownRun {
  readonly id: string;
  /** `recorded`: shipped with the page, drawn by nobody here. `opened`: from a file or the history. */
  readonly source: 'recorded' | 'live' | 'opened';
  readonly modelName: string;
  readonly seed: number;
  readonly trace: Trace;
  /** Cells that were kept of a photo or an earlier picture, as far as that is known; they come first in the trace. */
  readonly kept?: ReadonlySet<number>;
  readonly atlas: Atlas | null;
  /** The layout it was drawn from, and the palette of its ids. */
  readonly layout: LabelMap | null;
  readonly labels: readonly Label[];
  /** What the person made for it, gaps and all; absent in runs that shipped without. */
  readonly condition?: ConditionDocument;
  /** Decoded pixels so far, of the picture's size; transparent where there are none yet. */
  readonly decoded: HTMLCanvasElement;
  readonly record: RunRecord | null;
  readonly cancelled: boolean;
}

interface RunProgress {
  readonly drawn: number;
  readonly total: number;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number | null;
  readonly cancelling: boolean;
}

export interface RunState {
  readonly shown: ShownRun | null;
  /** Runs that can be shown again: the recorded ones and those of this visit, newest first. */
  readonly kept: readonly ShownRun[];
  /** Recorded runs that may still come; their places are kept in the strip. */
  readonly awaited: number;
  /** Recorded runs follow one another as long as nobody has taken the timeline. */
  readonly unattended: boolean;
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

/** Runs kept to be shown again. A run of 1280 x 832 holds about 9 MB: picture, layout and tokens. */
export const MOST_KEPT = 12;

export function createRunStore() {
  return createStore<RunState>(() => ({
    shown: null,
    kept: [],
    awaited: MOST_KEPT,
    unattended: true,
    revision: 0,
    position: 0,
    playing: false,
    speed: 1,
    running: null,
    overlay: 0,
    repeated: false,
  }));
}

/** The newest first; recorded runs come after those of this visit. */
export function keepRun(kept: readonly ShownRun[], run: ShownRun): readonly ShownRun[] {
  const others = kept.filter(({ id }) => id !== run.id);
  const own = others.filter(({ source }) => source !== 'recorded');
  const recorded = others.filter(({ source }) => source === 'recorded');
  const sorted = run.source === 'recorded' ? [...own, ...recorded, run] : [run, ...own, ...recorded];
  return sorted.slice(0, MOST_KEPT);
}

/** Shows a finished run at its end. */
export function showRun(store: RunStore, shown: ShownRun): void {
  store.setState(({ revision }) => ({
    shown,
    revision: revision + 1,
    position: shown.trace.count,
    playing: false,
    unattended: false,
    repeated: false,
  }));
}

export type RunStore = ReturnType<typeof createRunStore>;
