import { createStore } from 'zustand/vanilla';

import type { ShownRun } from '../generate/runStore.ts';

export const TOKEN_TOOLS = ['look', 'tile', 'region'] as const;
/** `look` pins tokens, `tile` lays a code where it is dragged, `region` marks a rectangle. */
export type TokenTool = (typeof TOKEN_TOOLS)[number];

/** A rectangle of the grid, in cells. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

export interface WhatIfState {
  readonly tool: TokenTool;
  /** The code that the tile brush lays. */
  readonly code: number;
  readonly region: Region | null;
  /** The run as it was before the first edit. */
  readonly before: ShownRun | null;
  readonly past: readonly ShownRun[];
  readonly future: readonly ShownRun[];
  /** Share of the width at whose left the run before the edits is seen; null when it is not compared. */
  readonly compare: number | null;
  /** `decoding`: the picture on the canvas is still being made exact. */
  readonly busy: 'decoding' | 'drawing' | null;
}

export const NO_EDITS = {
  before: null,
  past: [],
  future: [],
  compare: null,
  busy: null,
  region: null,
} as const;

export function createWhatIfStore() {
  return createStore<WhatIfState>(() => ({ ...NO_EDITS, tool: 'look', code: 0 }));
}

export type WhatIfStore = ReturnType<typeof createWhatIfStore>;
