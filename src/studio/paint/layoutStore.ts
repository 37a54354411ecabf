import { createStore } from 'zustand/vanilla';

import { type Mirror, UNMIRRORED } from './mirror.ts';

export const TOOLS = ['brush', 'eraser', 'line', 'rectangle', 'polygon', 'lasso', 'fill', 'pick'] as const;
export type Tool = (typeof TOOLS)[number];

export const BRUSH = { least: 1, most: 200, step: 1 };

/** Pixels of a gap that a fill does not leak through. */
export const GAP = { least: 0, most: 32, step: 1 };

/** What the painting tools are set to, and what can be undone. The labels themselves are in the LayoutDocument. */
export interface LayoutState {
  readonly tool: Tool;
  /** Tool to go back to after picking a label. */
  readonly toolBefore: Tool;
  readonly label: number;
  /** Diameter in pixels of the picture. */
  readonly brushSize: number;
  /** Widest gap that a fill takes for closed, in pixels of the picture. */
  readonly gap: number;
  readonly mirror: Mirror;
  /** How strongly the layout covers the last picture on the layout canvas. */
  readonly opacity: number;
  readonly blank: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Counts changes of the layout. */
  readonly revision: number;
}

export function createLayoutStore() {
  return createStore<LayoutState>(() => ({
    tool: 'brush',
    toolBefore: 'brush',
    label: 1,
    brushSize: 48,
    gap: 0,
    mirror: UNMIRRORED,
    opacity: 1,
    blank: true,
    canUndo: false,
    canRedo: false,
    revision: 0,
  }));
}

/** Choosing a label means wanting to paint with it: tools that paint no label give way to the brush. */
export function chooseLabel(store: ReturnType<typeof createLayoutStore>, label: number): void {
  store.setState(({ tool }) => ({ label, tool: tool === 'eraser' || tool === 'pick' ? 'brush' : tool }));
}

/** Larger brushes change by larger steps, so that a few presses go a long way. */
export function nextBrushSize(size: number, direction: 1 | -1): number {
  const step = Math.max(1, Math.round(size * 0.2));
  return Math.min(BRUSH.most, Math.max(BRUSH.least, size + direction * step));
}
