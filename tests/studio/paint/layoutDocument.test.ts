import { describe, expect, it } from 'vitest';

import type { LabelMap } from '../../../src/core/layout.ts';
import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';

function paintDot(document: LayoutDocument, x: number, y: number, label: number, diameter = 9): void {
  document.beginStroke({ x, y }, diameter, label);
  document.endStroke();
}

/** Compares as bytes: the deep comparison of a test runner takes seconds for a picture. */
function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function same(a: LabelMap, b: LabelMap): boolean {
  return a.height === b.height && a.width === b.width && equal(a.labels, b.labels);
}

/** A reproducible walk, so that a failure repeats. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('LayoutDocument', () => {
  it('undoes and redoes any mixture of changes, pixel for pixel', () => {
    const document = new LayoutDocument(160, 200);
    const random = sequence(5);
    const snapshot = () => ({ ...document.map, labels: document.map.labels.slice() });
    const states = [snapshot()];
    for (let i = 0; i < 60; i++) {
      const at = { x: random() * document.map.width, y: random() * document.map.height };
      const kind = i % 6;
      if (kind === 5) document.resize(144 + 16 * (i % 3), 160 + 16 * (i % 5));
      else if (kind === 4) document.fill(at, 20 + i);
      else {
        document.beginStroke(at, 5 + random() * 40, i);
        document.strokeTo({ x: at.x + random() * 90 - 45, y: at.y + random() * 90 - 45 }, 12, i);
        document.endStroke();
      }
      states.push(snapshot());
    }
    for (let i = states.length - 2; i >= 0; i--) {
      document.undo();
      expect(same(document.map, states[i]), `step ${i}`).toBe(true);
    }
    expect(document.canUndo).toBe(false);
    for (let i = 1; i < states.length; i++) {
      document.redo();
      expect(same(document.map, states[i]), `step ${i}`).toBe(true);
    }
    expect(document.canRedo).toBe(false);
  });

  it('keeps at least 200 steps', () => {
    const document = new LayoutDocument(256, 256);
    for (let i = 0; i < 230; i++) paintDot(document, (i * 37) % 256, (i * 61) % 256, i % 200);
    const before = document.map.labels.slice();
    for (let i = 0; i < 200; i++) {
      expect(document.canUndo, `step ${i}`).toBe(true);
      document.undo();
    }
    for (let i = 0; i < 200; i++) document.redo();
    expect(equal(document.map.labels, before)).toBe(true);
  });

  it('keeps no step for a change that changes nothing', () => {
    const document = new LayoutDocument(64, 64);
    paintDot(document, 20, 20, 3);
    const steps = () => {
      let count = 0;
      while (document.canUndo) {
        document.undo();
        count++;
      }
      for (let i = 0; i < count; i++) document.redo();
      return count;
    };
    expect(steps()).toBe(1);
    paintDot(document, 20, 20, 3);
    document.fill({ x: 20, y: 20 }, 3);
    expect(steps()).toBe(1);
  });

  it('forgets what was undone when something new is painted', () => {
    const document = new LayoutDocument(64, 64);
    paintDot(document, 10, 10, 1);
    document.undo();
    paintDot(document, 40, 40, 2);
    expect(document.canRedo).toBe(false);
  });

  it('takes a stroke back that was not meant', () => {
    const document = new LayoutDocument(64, 64);
    paintDot(document, 10, 10, 1);
    const before = document.map.labels.slice();
    document.beginStroke({ x: 30, y: 30 }, 20, 5);
    document.strokeTo({ x: 60, y: 60 }, 20, 5);
    document.cancelStroke();
    expect(equal(document.map.labels, before)).toBe(true);
    document.undo();
    expect(document.isBlank).toBe(true);
  });

  it('undo during a stroke ends the stroke and takes it back', () => {
    const document = new LayoutDocument(64, 64);
    document.beginStroke({ x: 30, y: 30 }, 20, 5);
    document.undo();
    expect(document.isBlank).toBe(true);
    document.strokeTo({ x: 50, y: 50 }, 20, 5);
    expect(document.isBlank).toBe(true);
  });

  it('resizes by nearest label, and a clear brings all of it back', () => {
    const document = new LayoutDocument(64, 64);
    document.fill({ x: 1, y: 1 }, 4);
    document.resize(128, 96);
    expect(document.map).toMatchObject({ height: 128, width: 96 });
    expect(document.map.labels.every((label) => label === 4)).toBe(true);
    document.clear();
    expect(document.map.labels.every((label) => label === UNPAINTED)).toBe(true);
    document.undo();
    document.undo();
    expect(document.map).toMatchObject({ height: 64, width: 64 });
    expect(document.labelAt({ x: 3.5, y: 3.5 })).toBe(4);
  });

  it('tells listeners the rectangle that changed, and it covers every changed pixel', () => {
    const document = new LayoutDocument(100, 120);
    let before = document.map.labels.slice();
    document.onChange((change) => {
      const { labels, width } = document.map;
      labels.forEach((label, i) => {
        if (label === before[i] || change === null) return;
        const [x, y] = [i % width, Math.floor(i / width)];
        expect(x >= change.left && x < change.right && y >= change.top && y < change.bottom).toBe(true);
      });
      before = labels.slice();
    });
    document.beginStroke({ x: 90, y: 90 }, 30, 1);
    document.strokeTo({ x: 130, y: 20 }, 30, 1);
    document.endStroke();
    document.fill({ x: 2, y: 2 }, 6);
    document.undo();
  });
});
