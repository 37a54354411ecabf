import { describe, expect, it } from 'vitest';

import { DepthDocument } from '../../../src/studio/condition/depthDocument.ts';
import { depthFromLayout } from '../../../src/studio/condition/depthFromLayout.ts';
import { depthMapOf, NEAREST, rasterOfDepth } from '../../../src/studio/condition/depthRaster.ts';

const BRUSH = { tool: 'brush', diameter: 10, value: 1, softness: 0 } as const;

function at(document: DepthDocument, x: number, y: number): number {
  return document.raster.values[y * document.raster.width + x];
}

describe('A depth map being painted', () => {
  it('takes the brush’s depth, fades with softness, and takes a stroke back as one step', () => {
    const document = new DepthDocument(40, 40);
    document.beginStroke({ x: 10, y: 10 }, BRUSH);
    document.strokeTo({ x: 20, y: 10 });
    document.end();
    expect([at(document, 10, 10), at(document, 20, 10), at(document, 30, 10)]).toEqual([NEAREST, NEAREST, 0]);
    document.beginStroke({ x: 10.5, y: 30.5 }, { ...BRUSH, diameter: 20, softness: 1 });
    document.end();
    const fade = [10, 13, 16, 19].map((x) => at(document, x, 30));
    expect(fade).toEqual(fade.toSorted((a, b) => b - a));
    expect(fade[0]).toBe(NEAREST);
    expect(fade[2]).toBeGreaterThan(0);
    document.undo();
    expect(at(document, 10, 30)).toBe(0);
    document.undo();
    expect(document.isBlank).toBe(true);
    document.redo();
    expect(at(document, 20, 10)).toBe(NEAREST);
  });

  it('is painted as wide as a pen presses', () => {
    const document = new DepthDocument(40, 60);
    document.beginStroke({ x: 10, y: 20 }, { ...BRUSH, diameter: 4 });
    document.strokeTo({ x: 30, y: 20 }, 16);
    document.strokeTo({ x: 50, y: 20 }, 4);
    document.end();
    expect([at(document, 20, 27), at(document, 30, 27), at(document, 45, 27)]).toEqual([NEAREST, NEAREST, 0]);
    expect(at(document, 45, 20)).toBe(NEAREST);
  });

  it('takes at least 200 steps of any kind back and does them again, value for value', () => {
    const document = new DepthDocument(96, 130);
    for (let i = 0; i < 230; i++) {
      const place = { x: (i * 37) % 130, y: (i * 61) % 96 };
      if (i % 50 === 49) document.invert();
      else if (i % 25 === 24) {
        document.beginGradient('linear', place, 0.7);
        document.gradientTo({ x: 129 - place.x, y: 95 - place.y });
      } else document.beginStroke(place, { ...BRUSH, tool: 'raise', softness: 0.8, diameter: 30 });
      document.end();
    }
    const last = document.raster.values.slice();
    for (let i = 0; i < 200; i++) document.undo();
    expect(document.canUndo).toBe(true);
    for (let i = 0; i < 200; i++) document.redo();
    expect(document.raster.values.every((value, i) => value === last[i])).toBe(true);
    while (document.canUndo) document.undo();
    expect(document.isBlank).toBe(true);
  });

  it('does not lift a place twice in one stroke', () => {
    const document = new DepthDocument(20, 20);
    document.beginStroke({ x: 5, y: 5 }, { ...BRUSH, tool: 'raise' });
    document.strokeTo({ x: 15, y: 5 });
    document.strokeTo({ x: 5, y: 5 });
    document.end();
    const once = at(document, 10, 5);
    expect(once).toBeGreaterThan(0);
    expect(at(document, 5, 5)).toBe(once);
    document.beginStroke({ x: 5, y: 5 }, { ...BRUSH, tool: 'raise' });
    document.end();
    expect(at(document, 5, 5)).toBe(2 * once);
    document.beginStroke({ x: 5, y: 5 }, { ...BRUSH, tool: 'lower' });
    document.end();
    expect(at(document, 5, 5)).toBe(once);
  });

  it('smooths towards the neighbours', () => {
    const document = new DepthDocument(20, 20);
    document.restore({
      height: 20,
      width: 20,
      values: new Uint16Array(400).map((_, i) => ((i % 20) % 2) * 1000),
    });
    document.beginStroke({ x: 10, y: 10 }, { ...BRUSH, tool: 'smooth' });
    document.end();
    expect(at(document, 9, 10)).toBeGreaterThan(300);
    expect(at(document, 9, 10)).toBeLessThan(700);
    expect(at(document, 1, 1)).toBe(1000);
  });

  it('draws gradients: from far to near, and a bulge', () => {
    const document = new DepthDocument(21, 21);
    document.beginGradient('linear', { x: 10, y: 5.5 }, 1);
    document.gradientTo({ x: 10, y: 15.5 });
    document.end();
    expect([0, 5, 10, 15, 20].map((y) => at(document, 3, y))).toEqual([0, 0, 32768, NEAREST, NEAREST]);
    document.clear();
    document.beginGradient('radial', { x: 10.5, y: 10.5 }, 0.5);
    document.gradientTo({ x: 15.5, y: 10.5 });
    document.cancel();
    expect(document.isBlank).toBe(true);
    document.beginGradient('radial', { x: 10.5, y: 10.5 }, 0.5);
    document.gradientTo({ x: 15.5, y: 10.5 });
    document.end();
    expect(at(document, 10, 10)).toBe(Math.round(0.5 * NEAREST));
    expect(at(document, 16, 10)).toBe(0);
  });

  it('keeps the shape of what is imported, over the whole range', () => {
    const raster = rasterOfDepth({ height: 1, width: 3, depth: Float32Array.of(-4, 0, 4) });
    expect([...raster.values]).toEqual([0, 32768, NEAREST]);
    expect([...depthMapOf(raster).depth]).toEqual([0, 32768, NEAREST]);
    expect([...rasterOfDepth({ height: 1, width: 2, depth: Float32Array.of(7, 7) }).values]).toEqual([0, 0]);
  });
});

describe('Depth of a painted scene', () => {
  const names = ['sky', 'mountain', 'water', 'tree'];
  const labels = names.map((name, id) => ({ id, name, color: '#000000' }));

  it('has a far sky, ground that comes nearer, and things at the depth of their foot', () => {
    const [height, width] = [100, 40];
    const map = {
      height,
      width,
      labels: Uint8Array.from({ length: height * width }, (_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)];
        if (x >= 30 && y >= 40 && y < 80) return 3;
        return y < 30 ? 0 : y < 50 ? 1 : 2;
      }),
    };
    const { values } = depthFromLayout(map, labels);
    const value = (x: number, y: number): number => values[y * width + x];
    expect(value(5, 10)).toBe(0);
    const ground = [55, 65, 75, 99].map((y) => value(5, y));
    expect(ground).toEqual(ground.toSorted((a, b) => a - b));
    expect(ground[3]).toBe(NEAREST);
    expect(value(35, 45)).toBe(value(35, 79));
    expect(Math.abs(value(35, 45) - value(5, 79))).toBeLessThan(0.02 * NEAREST);
    expect(value(5, 32)).toBeLessThan(value(5, 48));
    expect(value(5, 48)).toBeLessThan(value(5, 70));
  });
});
