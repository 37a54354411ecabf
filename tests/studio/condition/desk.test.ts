// @vitest-environment jsdom
import { encode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';

import { CANNY } from '../../../src/conditioning/edges.ts';
import type { Photo } from '../../../src/conditioning/photo.ts';
import { documentOfFile } from '../../../src/studio/condition/conditionFile.ts';
import { ConditionDesk } from '../../../src/studio/condition/desk.ts';
import { keepDrafts, restoreDrafts } from '../../../src/studio/condition/drafts.ts';
import { jobCondition } from '../../../src/studio/files/jobCondition.ts';
import { packDocument, unpackDocument } from '../../../src/studio/files/packedDocument.ts';
import { createSettingsStore } from '../../../src/studio/generate/settingsStore.ts';
import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

function setUp() {
  const settings = createSettingsStore();
  const { width, height } = settings.getState();
  return { settings, desk: new ConditionDesk(new LayoutDocument(height, width), settings) };
}

function photo(shift = 0): Photo {
  const [height, width] = [256, 256];
  const rgb = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return (x - 100 - shift) ** 2 + (y - 128) ** 2 < 2500 ? 230 : 40;
  });
  return { height, width, rgb };
}

const STROKE = { tool: 'brush', diameter: 30, value: 1, softness: 0.5 } as const;

describe('The desk', () => {
  it('keeps a drawing for each kind, with its own undo', () => {
    const { desk } = setUp();
    desk.depth.beginStroke({ x: 50, y: 50 }, STROKE);
    desk.depth.end();
    desk.findEdges(photo(), 'a.png');
    desk.lowResolution.replace(photo());
    expect(desk.store.getState()).toMatchObject({
      depth: { blank: false, canUndo: true },
      edges: { blank: false, canUndo: true },
      lowResolution: { blank: false, canUndo: true },
      edgesFrom: 'a.png',
    });
    desk.editable('edges')?.undo();
    expect(desk.store.getState()).toMatchObject({ depth: { blank: false }, edges: { blank: true } });
    expect(desk.editable('class')).toBeNull();
  });

  it('tunes Canny in place, as one step, until somebody draws', () => {
    const { desk } = setUp();
    desk.findEdges(photo(), 'a.png');
    const count = () => desk.edges.map.labels.filter((label) => label === 1).length;
    const before = count();
    expect(before).toBeGreaterThan(100);
    desk.tuneCanny({ ...CANNY, low: 9, high: 9 });
    expect(count()).toBe(0);
    desk.tuneCanny(CANNY);
    expect(count()).toBe(before);
    desk.edges.beginStroke({ x: 10, y: 10 }, 4, 1);
    desk.edges.endStroke();
    expect(desk.store.getState().edgesFrom).toBeNull();
    const drawn = count();
    desk.tuneCanny({ ...CANNY, high: 9, low: 9 });
    expect(count()).toBe(drawn);
    desk.edges.undo();
    desk.edges.undo();
    expect(count()).toBe(0);
  });

  it('follows the picture’s size', () => {
    const { desk, settings } = setUp();
    desk.lowResolution.replace(photo());
    desk.findEdges(photo(), 'a.png');
    settings.setState({ width: 384, height: 256 });
    expect(desk.depth.raster).toMatchObject({ width: 384, height: 256 });
    expect(desk.edges.map).toMatchObject({ width: 384, height: 256 });
    expect(desk.lowResolution.state.small).toMatchObject({ width: 48, height: 32 });
    desk.lowResolution.undo();
    expect(settings.getState()).toMatchObject({ width: 256, height: 256 });
  });

  it('survives a reload', () => {
    const { desk } = setUp();
    keepDrafts(desk);
    desk.depth.beginStroke({ x: 50, y: 50 }, STROKE);
    desk.depth.end();
    desk.findEdges(photo(), 'a.png');
    desk.lowResolution.replace(photo());
    window.dispatchEvent(new Event('pagehide'));
    const { desk: later } = setUp();
    restoreDrafts(later);
    for (const kind of ['depth', 'edges', 'low-resolution'] as const) {
      const kept = desk.documentOf(kind);
      expect(kept && later.holds(kept), kind).toBe(true);
    }
    expect(later.store.getState().depth.canUndo).toBe(false);
  });
});

describe('What a run was drawn from', () => {
  const size = { height: 256, width: 256 };

  it('goes through files and links bit for bit', () => {
    const { desk } = setUp();
    desk.depth.beginStroke({ x: 50, y: 50 }, STROKE);
    desk.depth.end();
    desk.findEdges(photo(), 'a.png');
    desk.lowResolution.replace(photo(9));
    for (const kind of ['depth', 'edges', 'low-resolution'] as const) {
      const document = desk.documentOf(kind);
      if (!document) throw new Error(kind);
      const packed = packDocument(document);
      expect(JSON.stringify(packed).length, kind).toBeLessThan(20_000);
      expect(unpackDocument(JSON.parse(JSON.stringify(packed)))).toEqual(document);
      expect(jobCondition(document, size).kind).toBe(kind);
    }
  });

  it.each(['depth', 'edges', 'low-resolution'] as const)(
    'is refused when its %s does not fill its size',
    (kind) => {
      const packed = { kind, height: 256, width: 256, factor: 8, data: btoa('nonsense') };
      expect(() => unpackDocument(packed)).toThrowError(
        expect.objectContaining({ code: 'condition-invalid' }) as Error,
      );
    },
  );

  it.each([
    ['depth', 'depth-flat'],
    ['edges', 'edges-empty'],
    ['low-resolution', 'photo-missing'],
  ] as const)('is asked for when the %s is empty', (kind, code) => {
    const document = setUp().desk.documentOf(kind);
    if (!document) throw new Error(kind);
    expect(() => jobCondition(document, size)).toThrowError(expect.objectContaining({ code }) as Error);
    expect(unpackDocument(packDocument(document))).toEqual(document);
  });

  it('comes back onto its canvas as one step', () => {
    const { desk } = setUp();
    desk.findEdges(photo(), 'a.png');
    const document = desk.documentOf('edges');
    desk.edges.clear();
    if (document) desk.put(document);
    expect(document && desk.holds(document)).toBe(true);
    desk.edges.undo();
    expect(desk.edges.isBlank).toBe(true);
  });
});

const SIZE = { height: 256, width: 256 };

describe('What ships beside a recorded run', () => {
  const png = (channels: number, data: Uint8Array | Uint16Array, depth: 8 | 16 = 8) =>
    encode({ height: 2, width: 2, channels, data, depth });

  it('is depth of 16 bits, white edges, or the small photo', () => {
    expect(documentOfFile('depth', png(1, Uint16Array.of(0, 100, 200, 400), 16), 'a', SIZE)).toMatchObject({
      map: { values: Uint16Array.of(0, 16384, 32768, 65535) },
    });
    expect(documentOfFile('edges', png(1, Uint8Array.of(0, 255, 0, 0)), 'a', SIZE)).toMatchObject({
      map: { edges: Uint8Array.of(0, 1, 0, 0) },
    });
    const rgb = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
    expect(documentOfFile('low-resolution', png(3, rgb), 'a', SIZE)).toEqual({
      kind: 'low-resolution',
      photo: { small: { height: 2, width: 2, rgb }, height: 16, width: 16, factor: 8 },
    });
    expect(() => documentOfFile('low-resolution', png(1, Uint8Array.of(1, 2, 3, 4)), 'a', SIZE)).toThrowError(
      expect.objectContaining({ code: 'photo-not-rgb' }) as Error,
    );
  });
});
