// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { KeyboardPainter } from '../../../src/studio/paint/keyboardPainter.ts';
import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { createLayoutStore, type Tool } from '../../../src/studio/paint/layoutStore.ts';
import { LayoutTools } from '../../../src/studio/paint/layoutTools.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';
import type { StageOverlay } from '../../../src/studio/paint/stageOverlay.ts';
import type { StageView } from '../../../src/studio/paint/stageView.ts';
import { Voice } from '../../../src/studio/paint/voice.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function board(tool: Tool, zoom = 1) {
  const drawing = new LayoutDocument(96, 128);
  const layout = createLayoutStore();
  layout.setState({ tool, label: 2, brushSize: 3 });
  const sessionStore = createSessionStore();
  sessionStore.setState({ labels: [{ id: 2, name: 'sand_earth', color: '#ccaa77' }] });
  const target = new LayoutTools({ document: drawing, layout, sessionStore });
  const canvas = document.createElement('canvas');
  const stage = document.createElement('div');
  const region = document.createElement('p');
  stage.append(canvas);
  stage.getBoundingClientRect = () => new DOMRect(0, 0, 128, 96);
  const view = {
    fit: () => ({ left: 0, top: 0, scale: 1 }),
    show: vi.fn(),
  } as Partial<StageView> as StageView;
  const overlay = { showKeys: vi.fn(), hide: vi.fn() } as Partial<StageOverlay> as StageOverlay;
  const voice = new Voice(region);
  const keys = new KeyboardPainter({ canvas, target, view, overlay, voice, zoom: () => zoom });
  const send = (type: 'keydown' | 'keyup', key: string, held: KeyboardEventInit = {}) =>
    canvas.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, ...held }));
  const press = (...all: string[]) => {
    for (const key of all) {
      send('keydown', key);
      send('keyup', key);
    }
  };
  const at = (x: number, y: number) => drawing.map.labels[y * 128 + x];
  const count = () => drawing.map.labels.filter((label) => label !== UNPAINTED).length;
  return { drawing, keys, send, press, at, count, region, stage, overlay, target };
}

describe('painting by keys', () => {
  it('moves a brush from the middle of the picture, with Shift further and with Ctrl by a pixel', () => {
    const { press, send, at, count } = board('brush');
    press('ArrowRight', 'Enter');
    expect(at(72, 48)).toBe(2);
    send('keydown', 'ArrowDown', { shiftKey: true });
    press('Enter');
    expect(at(72, 80)).toBe(2);
    send('keydown', 'ArrowUp', { ctrlKey: true });
    press('Enter');
    expect([at(72, 78), at(72, 77)]).toEqual([2, UNPAINTED]);
    expect(count()).toBeLessThan(30);
  });

  it('takes smaller steps on a picture seen closer', () => {
    const { press, at } = board('brush', 4);
    press('ArrowRight', 'Enter');
    expect(at(66, 48)).toBe(2);
    expect(at(72, 48)).toBe(UNPAINTED);
  });

  it('paints a stroke for as long as Space is held, as one step', () => {
    const { drawing, press, send, at } = board('brush');
    send('keydown', ' ');
    send('keydown', ' ', { repeat: true });
    press('ArrowRight', 'ArrowRight');
    expect(drawing.isPainting).toBe(true);
    send('keyup', ' ');
    expect(drawing.isPainting).toBe(false);
    press('ArrowRight');
    expect([at(64, 48), at(72, 48), at(80, 48), at(88, 48)]).toEqual([2, 2, 2, UNPAINTED]);
    drawing.undo();
    expect(drawing.isBlank).toBe(true);
  });

  it.each([' ', 'Enter'])('sets both corners of a rectangle with %j', (key) => {
    const { drawing, press, count } = board('rectangle');
    press(key, 'ArrowRight', 'ArrowDown');
    expect(drawing.isPainting).toBe(true);
    press(key);
    expect(drawing.isPainting).toBe(false);
    expect(count()).toBe(81);
  });

  it('sets corners with Space and closes with Enter', () => {
    const { drawing, press, at } = board('polygon');
    press(' ', 'ArrowRight', 'ArrowRight', ' ', 'ArrowDown', 'ArrowDown', 'Enter');
    expect(drawing.isPainting).toBe(false);
    expect(at(78, 55)).toBe(2);
    expect(at(66, 62)).toBe(UNPAINTED);
  });

  it('fills, and draws lines and lassos', () => {
    const fill = board('fill');
    fill.press('Enter');
    expect(fill.count()).toBe(96 * 128);
    const line = board('line');
    line.press(' ', 'ArrowLeft', 'ArrowLeft', ' ');
    expect(line.at(56, 48)).toBe(2);
    const lasso = board('lasso');
    lasso.press(' ', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', ' ');
    expect(lasso.at(70, 56)).toBe(2);
    expect(lasso.drawing.isPainting).toBe(false);
  });

  it('begins anew after a shape was given up', () => {
    const { target, press, count } = board('rectangle');
    press(' ', 'ArrowRight');
    target.cancel();
    expect(count()).toBe(0);
    press(' ', 'ArrowDown', ' ');
    expect(count()).toBe(9);
  });

  it('says label and place once the keys rest', () => {
    const { press, region } = board('brush');
    press('ArrowRight', 'ArrowRight', 'ArrowDown');
    expect(region.textContent).toBe('');
    vi.advanceTimersByTime(1000);
    expect(region.textContent).toBe('not painted, column 81, row 57');
    press('Enter');
    vi.advanceTimersByTime(1000);
    expect(region.textContent).toBe('sand earth, column 81, row 57');
  });

  it('stays inside of the picture', () => {
    const { send, at } = board('fill');
    for (let i = 0; i < 9; i++) send('keydown', 'ArrowLeft', { shiftKey: true });
    send('keydown', 'Enter');
    expect(at(0, 48)).toBe(2);
  });

  it('gives Space back to the pointer when that moves', () => {
    const { keys, press, stage } = board('brush');
    press('ArrowRight');
    expect(keys.isInUse()).toBe(true);
    stage.dispatchEvent(new Event('pointermove'));
    expect(keys.isInUse()).toBe(false);
  });
});
