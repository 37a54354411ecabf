// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';

import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { createLayoutStore, type Tool } from '../../../src/studio/paint/layoutStore.ts';
import { LayoutTools } from '../../../src/studio/paint/layoutTools.ts';
import { PointerPainter } from '../../../src/studio/paint/pointerPainter.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';
import type { StageOverlay } from '../../../src/studio/paint/stageOverlay.ts';
import { StageView } from '../../../src/studio/paint/stageView.ts';
import { createViewStore } from '../../../src/studio/paint/viewStore.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { NoResizeObserver } from '../../support/noResizeObserver.ts';

vi.stubGlobal('ResizeObserver', NoResizeObserver);

let stop: () => void = () => undefined;
afterEach(() => stop());

/** A stage of 200 x 150 page pixels over a picture of 100 x 75. */
function board(tool: Tool) {
  const drawing = new LayoutDocument(75, 100);
  const layout = createLayoutStore();
  layout.setState({ tool, label: 2, brushSize: 4 });
  const target = new LayoutTools({ document: drawing, layout, sessionStore: createSessionStore() });
  const stage = document.createElement('div');
  stage.getBoundingClientRect = () => new DOMRect(10, 20, 200, 150);
  const store = createViewStore();
  const view = new StageView(stage, store, target.size);
  const overlay = { showPointer: vi.fn(), hide: vi.fn() } as Partial<StageOverlay> as StageOverlay;
  let isHand = false;
  const painter = new PointerPainter({ stage, target, view, overlay, hand: () => isHand });
  stop = () => painter.stop();
  const send = (type: string, at: [number, number], more: PointerEventInit = {}) => {
    const [clientX, clientY] = [10 + 2 * at[0], 20 + 2 * at[1]];
    stage.dispatchEvent(
      new PointerEvent(type, { pointerType: 'mouse', clientX, clientY, bubbles: true, ...more }),
    );
  };
  const finger = (type: string, pointerId: number, at: [number, number]) =>
    send(type, at, { pointerType: 'touch', pointerId, isPrimary: pointerId === 1 });
  const at = (x: number, y: number) => drawing.map.labels[y * 100 + x];
  return { drawing, store, send, finger, at, hold: (on: boolean) => (isHand = on) };
}

describe('PointerPainter', () => {
  it('paints where the pointer is, at every zoom', () => {
    const { store, send, at } = board('brush');
    send('pointerdown', [30, 20]);
    send('pointerup', [30, 20]);
    expect([at(30, 20), at(50, 37)]).toEqual([2, UNPAINTED]);
    // Four times as large about the middle: a quarter of the picture is seen, from 37.5, 28.125.
    store.setState({ view: { zoom: 4, x: 0.5, y: 0.5 } });
    send('pointerdown', [80, 10]);
    send('pointerup', [80, 10]);
    expect([at(57, 30), at(80, 10)]).toEqual([2, UNPAINTED]);
  });

  it('gives a stroke up on Escape, and keeps that from everything else', () => {
    const { drawing, send } = board('brush');
    const other = vi.fn();
    window.addEventListener('keydown', other);
    send('pointerdown', [30, 20]);
    send('pointermove', [60, 20]);
    const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    document.body.dispatchEvent(escape);
    expect(drawing.isBlank).toBe(true);
    expect(other).not.toHaveBeenCalled();
    send('pointermove', [70, 20]);
    send('pointerup', [70, 20]);
    expect(drawing.isBlank).toBe(true);
    window.removeEventListener('keydown', other);
  });

  it('paints with one finger once it is sure that no second one comes', () => {
    const { drawing, finger, at } = board('brush');
    finger('pointerdown', 1, [30, 20]);
    expect(drawing.isBlank).toBe(true);
    finger('pointermove', 1, [50, 20]);
    expect([at(30, 20), at(40, 20), at(50, 20)]).toEqual([2, 2, 2]);
    finger('pointerup', 1, [50, 20]);
    finger('pointerdown', 1, [30, 60]);
    finger('pointerup', 1, [30, 60]);
    expect(at(30, 60)).toBe(2);
  });

  it('zooms and moves with two fingers, and paints nothing on the way', () => {
    const { drawing, store, finger } = board('fill');
    finger('pointerdown', 1, [40, 40]);
    finger('pointerdown', 2, [60, 40]);
    finger('pointermove', 2, [80, 40]);
    finger('pointermove', 1, [30, 40]);
    const { view } = store.getState();
    expect(view.zoom).toBeCloseTo(2.5, 5);
    finger('pointerup', 1, [30, 40]);
    finger('pointermove', 2, [20, 10]);
    finger('pointerup', 2, [20, 10]);
    expect(drawing.isBlank).toBe(true);
    expect(store.getState().view).toEqual(view);
    // All fingers are up: the next one paints again.
    finger('pointerdown', 1, [50, 40]);
    finger('pointerup', 1, [50, 40]);
    expect(drawing.isBlank).toBe(false);
  });

  it('takes a stroke back that had begun when the second finger came', () => {
    const { drawing, finger } = board('brush');
    finger('pointerdown', 1, [30, 20]);
    finger('pointermove', 1, [50, 20]);
    finger('pointerdown', 2, [70, 50]);
    expect(drawing.isBlank).toBe(true);
    expect(drawing.canUndo).toBe(false);
  });

  it('moves the picture with the middle button, and with Space held', () => {
    const { drawing, store, send, hold } = board('brush');
    store.setState({ view: { zoom: 4, x: 0.5, y: 0.5 } });
    send('pointerdown', [50, 40], { button: 1 });
    send('pointermove', [70, 40]);
    send('pointerup', [70, 40], { button: 1 });
    expect(store.getState().view.x).toBeCloseTo(0.45, 6);
    hold(true);
    send('pointerdown', [50, 40]);
    send('pointermove', [50, 20]);
    send('pointerup', [50, 20]);
    expect(store.getState().view.y).toBeCloseTo(0.5 + 20 / 75 / 4, 6);
    expect(drawing.isBlank).toBe(true);
  });

  it('paints nothing with the right button', () => {
    const { drawing, send } = board('brush');
    send('pointerdown', [50, 40], { button: 2 });
    send('pointermove', [70, 40]);
    expect(drawing.isBlank).toBe(true);
  });
});
