// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { listenForShortcuts } from '../../../src/studio/actions/listenForShortcuts.ts';
import { LayoutPanel } from '../../../src/studio/paint/LayoutPanel.tsx';
import type { Studio } from '../../../src/studio/studio.ts';
import { mount, quietStudio } from '../../support/studioPage.ts';

let studio: Studio;
let host: HTMLElement;
let stop: () => void;

beforeEach(() => {
  studio = quietStudio();
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 512, 512));
  studio.sessionStore.setState({ labels: [{ id: 1, name: 'sky', color: '#88bbee' }] });
  const page = mount(studio, LayoutPanel);
  host = page.host;
  const deaf = listenForShortcuts(studio.actions);
  stop = () => {
    deaf();
    page.unmount();
  };
});

afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

const named = (name: string): HTMLElement => {
  const found = host.querySelector<HTMLElement>(`[aria-label="${name}"]`);
  if (!found) throw new Error(`nothing is called ${name}`);
  return found;
};

const key = (name: string, type: 'keydown' | 'keyup' = 'keydown') =>
  act(
    () =>
      void named('Layout canvas').dispatchEvent(
        new KeyboardEvent(type, { key: name, bubbles: true, cancelable: true }),
      ),
  );

const painted = () => studio.document.map.labels.filter((label) => label === 1).length;

describe('The layout panel', () => {
  it('has every tool under its name, and takes the one whose key is pressed', () => {
    const tools = named('Tools').querySelectorAll('[role=radio]');
    expect([...tools].map((one) => one.getAttribute('aria-label'))).toEqual([
      'Brush',
      'Eraser',
      'Line',
      'Rectangle',
      'Polygon',
      'Lasso',
      'Fill',
      'Pick label',
    ]);
    for (const [press, name] of [
      ['l', 'Line'],
      ['u', 'Rectangle'],
      ['y', 'Polygon'],
      ['o', 'Lasso'],
    ]) {
      key(press);
      expect(named(name).getAttribute('aria-checked')).toBe('true');
    }
    expect(host.querySelector('[type=range]')?.parentElement?.textContent).toContain('Brush size');
    key('g');
    expect(host.querySelector('[type=range]')?.parentElement?.textContent).toContain('Close gaps');
  });

  it('paints by keys on the canvas that is told to be an image in an application', () => {
    const canvas = named('Layout canvas');
    expect(canvas.getAttribute('role')).toBe('img');
    expect(canvas.tabIndex).toBe(0);
    expect(canvas.closest('[role=application]')).not.toBeNull();
    key('ArrowRight');
    key(' ');
    key('ArrowRight');
    key(' ', 'keyup');
    expect(painted()).toBeGreaterThan(1000);
    expect(studio.document.isPainting).toBe(false);
    act(() => studio.actions.undo.perform());
    expect(painted()).toBe(0);
  });

  it('mirrors by buttons and keys', () => {
    act(() => named('Mirror left and right').click());
    expect(named('Mirror left and right').getAttribute('aria-pressed')).toBe('true');
    expect(studio.layout.getState().mirror).toEqual({ sides: true, ends: false });
    key('m');
    expect(studio.layout.getState().mirror).toEqual({ sides: false, ends: false });
  });

  it('zooms by buttons and keys as far as pixels can be aimed at, and back', () => {
    const stage = named('Drawing board');
    expect((named('Zoom out') as HTMLButtonElement).disabled).toBe(true);
    act(() => named('Zoom in').click());
    key('+');
    expect(studio.canvasView.getState().view.zoom).toBe(2);
    expect(stage.style.getPropertyValue('--view')).toContain('scale(2)');
    expect(named('View').textContent).toContain('2×');
    for (let i = 0; i < 12; i++) key('+');
    expect((named('Zoom in') as HTMLButtonElement).disabled).toBe(true);
    key('-');
    expect(studio.canvasView.getState().view.zoom).toBeLessThan(16);
    key('0');
    expect(stage.style.getPropertyValue('--view')).toBe('none');
    // Another size of the picture is seen as a whole.
    act(() => named('Zoom in').click());
    act(() => studio.settings.setState({ width: 512, height: 512 }));
    expect(studio.canvasView.getState().view.zoom).toBe(1);
  });

  it('gives up a shape on Escape, and only then lets Escape mean something else', () => {
    const other = vi.fn();
    window.addEventListener('keydown', other);
    key('u');
    key(' ');
    key('ArrowRight');
    expect(studio.document.isPainting).toBe(true);
    other.mockClear();
    key('Escape');
    expect(painted()).toBe(0);
    expect(other).not.toHaveBeenCalled();
    key('Escape');
    expect(other).toHaveBeenCalledTimes(1);
    window.removeEventListener('keydown', other);
  });
});
