// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { createLayoutStore } from '../../../src/studio/paint/layoutStore.ts';
import { LayoutTools } from '../../../src/studio/paint/layoutTools.ts';
import { StageOverlay } from '../../../src/studio/paint/stageOverlay.ts';
import { StageView } from '../../../src/studio/paint/stageView.ts';
import { createViewStore } from '../../../src/studio/paint/viewStore.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { NoResizeObserver } from '../../support/noResizeObserver.ts';

vi.stubGlobal('ResizeObserver', NoResizeObserver);

let stop: () => void = () => undefined;
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A stage of 200 x 150 page pixels over a picture of 100 x 75. */
function board() {
  vi.useFakeTimers();
  const layout = createLayoutStore();
  const target = new LayoutTools({
    document: new LayoutDocument(75, 100),
    layout,
    sessionStore: createSessionStore(),
  });
  const stage = document.createElement('div');
  const canvas = document.createElement('canvas');
  for (const one of [stage, canvas]) one.getBoundingClientRect = () => new DOMRect(10, 20, 200, 150);
  const points: [number, number][] = [];
  const lineTo = (x: number, y: number) => points.push([x, y]);
  const context = new Proxy({}, { get: (_, name) => (name === 'lineTo' ? lineTo : vi.fn()) });
  canvas.getContext = (() => context) as unknown as HTMLCanvasElement['getContext'];
  const view = new StageView(stage, createViewStore(), target.size);
  const overlay = new StageOverlay(canvas, target, view);
  stop = () => overlay.stop();
  /** Corners of the outline that the next frame shows: left, top, right, bottom; null where there is none. */
  const shown = () => {
    points.length = 0;
    vi.advanceTimersByTime(50);
    if (points.length === 0) return null;
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  return { layout, overlay, shown };
}

describe('StageOverlay', () => {
  it('shows a brush that is set to another size in the middle for a moment, where nothing points', () => {
    const { layout, shown } = board();
    expect(shown()).toBeNull();
    layout.setState({ label: 4 });
    expect(shown()).toBeNull();
    layout.setState({ brushSize: 20 });
    expect(shown()).toEqual([80, 56, 120, 94]);
    vi.advanceTimersByTime(2000);
    layout.setState({ label: 3 });
    expect(shown()).toBeNull();
  });

  it('leaves the brush where a pointer has it', () => {
    const { layout, overlay, shown } = board();
    overlay.showPointer({ clientX: 60, clientY: 80 } as PointerEvent);
    shown();
    layout.setState({ brushSize: 10 });
    expect(shown()).toEqual([40, 50, 60, 70]);
  });

  it('says nothing of size when another tool is taken', () => {
    const { layout, shown } = board();
    shown();
    layout.setState({ tool: 'fill' });
    layout.setState({ tool: 'brush' });
    expect(shown()).toBeNull();
  });
});
