import { createStore } from 'zustand/vanilla';

import type { Manifest } from '../../checkpoint/manifest.ts';
import type { Label } from '../../core/labels.ts';
import type { ConditionKind } from '../../core/settings.ts';
import { windowUnder, type WindowSize } from '../../core/window.ts';
import type { BackendReport, LoadProgress } from '../../runtime/protocol.ts';
import type { Atlas } from '../replay/atlas.ts';
import type { ModelEntry } from './models.ts';

export interface LoadedState {
  readonly manifest: Manifest;
  readonly hash: string;
  readonly storage: 'opfs' | 'memory';
  readonly downsampling: number;
}

/** `unavailable`: this browser can compute nothing here; recorded runs still play. */
export type Phase = 'starting' | 'loading' | 'ready' | 'failed' | 'unavailable';

export interface SessionState {
  readonly phase: Phase;
  readonly backend: BackendReport | null;
  /** The graphics device was lost and its successor is not ready yet. */
  readonly recovering: boolean;
  readonly models: readonly ModelEntry[];
  readonly model: ModelEntry | null;
  readonly progress: LoadProgress | null;
  readonly loaded: LoadedState | null;
  /** Milliseconds from the choice of the model until it was ready. */
  readonly loadMs: number | null;
  /** The palette: the loaded model's labels, and until then those of the example layouts. */
  readonly labels: readonly Label[];
  readonly atlas: Atlas | null;
}

export function createSessionStore() {
  return createStore<SessionState>(() => ({
    phase: 'starting',
    backend: null,
    recovering: false,
    models: [],
    model: null,
    progress: null,
    loaded: null,
    loadMs: null,
    labels: [],
    atlas: null,
  }));
}

/** Kinds that need a painted layout. */
export function paintsLabels(kind: ConditionKind): boolean {
  return kind === 'segmentation';
}

/** The published transformers' window, for everything that is said before a model is loaded. */
const PUBLISHED_WINDOW: WindowSize = { height: 16, width: 16 };

export function windowSizeOf(loaded: LoadedState | null, kind: ConditionKind): WindowSize {
  const block = loaded?.manifest.transformer?.blockSize;
  const condition = loaded?.manifest.conditioning.find((one) => one.kind === kind);
  return block && condition ? windowUnder(block, condition.stage) : PUBLISHED_WINDOW;
}

/** Codes that may be drawn, and so the range of top-k. */
export function codesOf(loaded: LoadedState | null): number {
  return loaded?.manifest.imageStage?.codes ?? 1024;
}
