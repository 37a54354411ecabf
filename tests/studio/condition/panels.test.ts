// @vitest-environment jsdom
import { act } from 'react';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Conditioning } from '../../../src/checkpoint/manifest.ts';
import { importDrawing } from '../../../src/studio/condition/importDrawing.ts';
import { LayoutPanel } from '../../../src/studio/paint/LayoutPanel.tsx';
import type { Studio } from '../../../src/studio/studio.ts';
import { loadConditions, mount, quietStudio } from '../../support/studioPage.ts';

const CLASSES = ['coast', 'forest'].map((name, id) => ({ id, name, color: '#123456' }));

const CONDITIONING: readonly Conditioning[] = [
  { kind: 'segmentation', stage: null, tokenOffset: 0 },
  { kind: 'depth', stage: null, tokenOffset: 0, note: 'guessed from labels' },
  { kind: 'edges', stage: null, tokenOffset: 0 },
  { kind: 'low-resolution', stage: null, tokenOffset: 0 },
  { kind: 'class', stage: { type: 'class', classes: 2, repeat: 256 }, tokenOffset: 0, labels: CLASSES },
  { kind: 'coordinates', stage: { type: 'coordinates', codes: 64, factor: 16 }, tokenOffset: 0 },
  { kind: 'none', stage: { type: 'sos', token: 0, repeat: 256 }, tokenOffset: 0 },
];

let studio: Studio;
let host: HTMLElement;
let unmount: () => void;

beforeEach(() => {
  studio = quietStudio();
  loadConditions(studio, CONDITIONING);
  ({ host, unmount } = mount(studio, LayoutPanel));
});

afterEach(() => {
  unmount();
  vi.restoreAllMocks();
});

function choose(kind: string): void {
  const select = host.querySelector<HTMLSelectElement>('select[aria-label="Condition"]');
  if (!select) throw new Error('no combobox');
  act(() => {
    select.value = kind;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

const names = (selector: string): (string | null)[] =>
  [...host.querySelectorAll(selector)].map((element) => element.getAttribute('aria-label'));

const button = (name: string): HTMLButtonElement | undefined =>
  [...host.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name,
  );

describe('The Layout panel', () => {
  it('offers the kinds of the loaded model', () => {
    const options = [...host.querySelectorAll('select[aria-label="Condition"] option')];
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'Segmentation',
      'Depth',
      'Edges',
      'Low resolution',
      'Class',
      'Coordinates',
      'None',
    ]);
  });

  it('changes its tools with the kind, and keeps its canvas', () => {
    choose('depth');
    expect(names('[role=radiogroup]')).toEqual(['Depth tools']);
    expect(names('[role=radio]')).toEqual([
      'Brush',
      'Raise',
      'Lower',
      'Smooth',
      'Linear gradient',
      'Radial gradient',
    ]);
    expect(host.textContent).toContain('guessed from labels');
    expect(names('canvas[role=img]')).toEqual(['Layout canvas']);
    choose('edges');
    expect(names('[role=radio]')).toEqual(['Pencil', 'Eraser']);
    expect(host.textContent).not.toContain('guessed from labels');
    choose('low-resolution');
    expect(button('Choose a photo')).toBeDefined();
    choose('none');
    expect(host.textContent).toContain('Only seed and settings decide');
    expect(button('Undo')).toBeUndefined();
  });

  it('undoes what was done to the drawing in sight', () => {
    choose('depth');
    expect(button('Undo')?.disabled).toBe(true);
    act(() => {
      studio.desk.depth.beginStroke({ x: 9, y: 9 }, { tool: 'brush', diameter: 9, value: 1, softness: 0 });
      studio.desk.depth.end();
    });
    expect(button('Undo')?.disabled).toBe(false);
    choose('edges');
    expect(button('Undo')?.disabled).toBe(true);
    choose('depth');
    act(() => button('Undo')?.click());
    expect(studio.desk.depth.isBlank).toBe(true);
    act(() => button('Redo')?.click());
    act(() => button('Invert depth')?.click());
    expect(studio.desk.depth.raster.values[9 * 256 + 9]).toBe(0);
  });

  it('lists classes by name', () => {
    choose('class');
    expect(names('[role=radio]')).toEqual(['coast', 'forest']);
    act(() => button('forest')?.click());
    expect(studio.settings.getState().classId).toBe(1);
    expect(studio.runner.draft()).toEqual({ kind: 'class', classId: 1 });
  });

  it('shows the picture of each class that the model’s folder ships', async () => {
    const asked = vi.fn(() => ({
      result: Promise.resolve({ about: 'classes', pictures: new Uint8Array(12) }),
      cancel: vi.fn(),
    }));
    Object.assign(studio.session, { client: { askStage: asked } });
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:a', revokeObjectURL: vi.fn() }));
    const { loaded } = studio.sessionStore.getState();
    if (!loaded) throw new Error('no model');
    const many = Array.from({ length: 10 }, (_, id) => ({ id, name: `class ${id}`, color: '#123456' }));
    const conditioning = CONDITIONING.map((one) => (one.kind === 'class' ? { ...one, labels: many } : one));
    const manifest = { ...loaded.manifest, conditioning, classPictures: 'classes.webp' as const };
    act(() => studio.sessionStore.setState({ loaded: { ...loaded, manifest } }));
    choose('class');
    await act(() => Promise.resolve());
    const styles = [...host.querySelectorAll<HTMLElement>('.class-picture')].map(({ style }) => style);
    expect(styles).toHaveLength(10);
    expect(styles[9].backgroundImage).toMatch(/blob:a/);
    // Eight a row: the tenth is the second of the second row.
    expect(styles[9].backgroundPosition).toMatch(/^14\.28\d*% 100%$/);
    expect(styles[0].backgroundPosition).toBe('0% 0%');
    expect(styles[0].backgroundSize).toBe('800% 200%');
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('takes down what is drawn for the kind in force', () => {
    for (const kind of ['depth', 'edges', 'low-resolution', 'coordinates', 'none'] as const) {
      choose(kind);
      expect(studio.runner.draft().kind).toBe(kind);
    }
  });

  it('says what speaks against a file that may be meant otherwise', async () => {
    choose('depth');
    const png = (value: (i: number) => number) => {
      const data = Uint8Array.from({ length: 256 * 256 }, (_, i) => value(i));
      const bytes = encode({ width: 256, height: 256, channels: 1, depth: 8, data });
      return new File([new Uint8Array(bytes)], 'a.png');
    };
    const advice = async (file: File) => {
      await act(() => importDrawing(studio, 'depth', [file]));
      return studio.notices.getState().notices.at(-1)?.advice;
    };
    expect(await advice(png(() => 90))).toMatch(/one depth everywhere/);
    expect(await advice(png((i) => (i >> 5) & 3))).toMatch(/only 4 different depths/);
    expect(await advice(png((i) => i % 256))).toBe('');
  });
});
