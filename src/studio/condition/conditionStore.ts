import { createStore } from 'zustand/vanilla';

import { CANNY, type CannySettings } from '../../conditioning/edges.ts';

export const DEPTH_TOOLS = ['brush', 'raise', 'lower', 'smooth', 'linear', 'radial'] as const;
export type DepthTool = (typeof DEPTH_TOOLS)[number];

export const EDGE_TOOLS = ['pencil', 'eraser'] as const;
export type EdgeTool = (typeof EDGE_TOOLS)[number];

/** What can be undone of a document, and whether anything is in it. */
interface DocumentState {
  readonly blank: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Counts changes. */
  readonly revision: number;
}

const UNTOUCHED: DocumentState = { blank: true, canUndo: false, canRedo: false, revision: 0 };

/** What the tools of the drawn conditions are set to; the drawings themselves are in the documents of the desk. */
export interface ConditionState {
  readonly depthTool: DepthTool;
  /** 0 farthest, 1 nearest. */
  readonly depthValue: number;
  readonly softness: number;
  readonly depthSize: number;
  readonly edgeTool: EdgeTool;
  readonly edgeSize: number;
  readonly canny: CannySettings;
  /** Name of the photo that the edges come from; null for drawn ones. */
  readonly edgesFrom: string | null;
  readonly depth: DocumentState;
  readonly edges: DocumentState;
  readonly lowResolution: DocumentState;
  readonly pose: DocumentState;
}

export function createConditionStore() {
  return createStore<ConditionState>(() => ({
    depthTool: 'brush',
    depthValue: 0.8,
    softness: 0.5,
    depthSize: 64,
    edgeTool: 'pencil',
    edgeSize: 2,
    canny: CANNY,
    edgesFrom: null,
    depth: UNTOUCHED,
    edges: UNTOUCHED,
    lowResolution: UNTOUCHED,
    pose: UNTOUCHED,
  }));
}
