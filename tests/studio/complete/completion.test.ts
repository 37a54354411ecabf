// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Manifest } from '../../../src/checkpoint/manifest.ts';
import type { Photo } from '../../../src/conditioning/photo.ts';
import { KeepPanel } from '../../../src/studio/complete/KeepPanel.tsx';
import {
  brushMask,
  invertMask,
  keptCount,
  resampleMask,
  startMask,
} from '../../../src/studio/complete/mask.ts';
import type { RunRequest } from '../../../src/studio/generate/runner.ts';
import type { Studio } from '../../../src/studio/studio.ts';
import { mount, quietStudio } from '../../support/studioPage.ts';

vi.mock('../../../src/studio/reconstruct/readPhoto.ts', () => ({
  readPhoto: (_: File, { height, width }: { height: number; width: number }): Promise<Photo> =>
    Promise.resolve({ height, width, rgb: new Uint8Array(height * width * 3) }),
}));

describe('The mask of what is kept', () => {
  it('begins with halves and the middle', () => {
    expect(keptCount(startMask('upper', 16, 20))).toBe(160);
    expect(startMask('left', 2, 4).kept).toEqual(Uint8Array.of(1, 1, 0, 0, 1, 1, 0, 0));
    expect(startMask('middle', 4, 4).kept.indexOf(1)).toBe(5);
    expect(keptCount(invertMask(startMask('all', 3, 3)))).toBe(0);
  });

  it('is painted in round strokes, at least the cell under the pointer', () => {
    const none = startMask('none', 6, 6);
    expect(keptCount(brushMask(none, { x: 2.9, y: 2.9 }, { x: 2.9, y: 2.9 }, 1, 1))).toBe(1);
    const line = brushMask(none, { x: 0.5, y: 2.5 }, { x: 5.5, y: 2.5 }, 1, 1);
    expect([...line.kept.subarray(12, 18)]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(keptCount(line)).toBe(6);
    expect(keptCount(brushMask(line, { x: 0.5, y: 2.5 }, { x: 5.5, y: 2.5 }, 3, 0))).toBe(0);
  });

  it('keeps the same parts on another grid', () => {
    const large = resampleMask(startMask('left', 4, 4), 8, 16);
    expect(large).toEqual(startMask('left', 8, 16));
  });
});

describe('A completion', () => {
  let studio: Studio;
  const asked: string[] = [];
  const request = (): RunRequest =>
    ({ width: 256, height: 256, sampling: { kind: 'none' }, document: { kind: 'none' } }) as RunRequest;
  const file = new File(['x'], 'photo.png');
  const settled = () => act(async () => await new Promise((resolve) => setTimeout(resolve, 20)));

  beforeEach(() => {
    asked.length = 0;
    studio = quietStudio();
    const askStage = ({ photo }: { photo: Photo }) => {
      const grid = { height: photo.height / 16, width: photo.width / 16 };
      asked.push(`${grid.width}x${grid.height}`);
      const tokens = Int32Array.from({ length: grid.height * grid.width }, (_, i) => i % 7);
      return { result: Promise.resolve({ grid: { ...grid, tokens } }), cancel: () => undefined };
    };
    vi.spyOn(studio.session, 'client', 'get').mockReturnValue({ askStage } as never);
    load('one');
  });

  afterEach(() => vi.restoreAllMocks());

  function load(hash: string): void {
    const manifest = {
      conditioning: [{ kind: 'none', stage: { type: 'sos', token: 0 }, tokenOffset: 0 }],
      transformer: { blockSize: 512 },
      imageStage: { codes: 64 },
    } as unknown as Manifest;
    studio.sessionStore.setState({
      phase: 'ready',
      loaded: { manifest, hash, storage: 'memory', downsampling: 16 },
    });
  }

  it('keeps the tokens of what is not painted over, and leaves the rest to be drawn', async () => {
    const { completion } = studio;
    expect(completion.keptIn(request()).keep).toBeUndefined();
    await completion.open(file);
    const { keep } = completion.keptIn(request());
    expect(keep?.[100]).toBe(100 % 7);
    expect(keep?.[200]).toBe(-1);
    expect(keep?.filter((token) => token === -1)).toHaveLength(128);
    expect([...(completion.keptIn(request()).kept ?? [])]).toEqual(Array.from({ length: 128 }, (_, i) => i));
    completion.close();
    expect(completion.keptIn(request()).keep).toBeUndefined();
  });

  it('reads the photo again for another size and another model', async () => {
    const { completion, settings } = studio;
    await completion.open(file);
    settings.setState({ width: 512 });
    await settled();
    load('two');
    await settled();
    expect(asked).toEqual(['16x16', '32x16', '32x16']);
    expect(completion.keptIn(request()).keep).toHaveLength(512);
    settings.setState({ temperature: 0.7 });
    await settled();
    expect(asked).toHaveLength(3);
  });

  it('says why nothing can be drawn yet', async () => {
    const { completion } = studio;
    const opening = completion.open(file);
    expect(() => completion.keptIn(request())).toThrowError(
      expect.objectContaining({ code: 'photo-not-read' }) as Error,
    );
    await opening;
    completion.paint(startMask('all', 16, 16));
    expect(() => completion.keptIn(request())).toThrowError(
      expect.objectContaining({ code: 'nothing-to-draw' }) as Error,
    );
  });

  it('is worked by keys and buttons', async () => {
    const { host, unmount } = mount(studio, KeepPanel);
    expect(host.textContent).toContain('Complete a photo');
    await act(() => studio.completion.open(file));
    expect(host.textContent).toContain('Generate draws 128 of 256 cells');
    const board = host.querySelector('[role=application]');
    const press = (key: string, more: KeyboardEventInit = {}) =>
      act(() => void board?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more })));
    press('ArrowRight');
    press(' ');
    expect(host.textContent).toContain('Row 1, column 2: drawn anew');
    press('ArrowDown', { shiftKey: true });
    expect(studio.completion.store.getState().mask.kept[16 + 1]).toBe(0);
    const press2 = [...host.querySelectorAll('button')].find((one) => one.textContent === 'Keep left half');
    act(() => press2?.click());
    expect(keptCount(studio.completion.store.getState().mask)).toBe(128);
    unmount();
    host.remove();
  });
});
