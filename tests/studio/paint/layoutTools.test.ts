import { describe, expect, it } from 'vitest';

import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { createLayoutStore, type Tool } from '../../../src/studio/paint/layoutStore.ts';
import { LayoutTools } from '../../../src/studio/paint/layoutTools.ts';
import { pressureOf } from '../../../src/studio/paint/penWidth.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';

const MOUSE = { pressure: 1, constrain: false, reach: 1.5 };
const SHIFT = { ...MOUSE, constrain: true };

function board(
  tool: Tool,
  state: Partial<ReturnType<ReturnType<typeof createLayoutStore>['getState']>> = {},
) {
  const document = new LayoutDocument(64, 80);
  const layout = createLayoutStore();
  layout.setState({ tool, label: 4, brushSize: 5, ...state });
  const tools = new LayoutTools({ document, layout, sessionStore: createSessionStore() });
  const count = (label = 4) => document.map.labels.filter((one) => one === label).length;
  const at = (x: number, y: number) => document.map.labels[y * 80 + x];
  return { document, layout, tools, count, at };
}

describe('the tools of the layout', () => {
  it('show a rectangle while it is dragged, and keep it as one step', () => {
    const { document, tools, count } = board('rectangle');
    expect(tools.begin({ x: 10.5, y: 10.5 }, MOUSE)).toBe(true);
    tools.move({ x: 60, y: 50 }, MOUSE);
    expect(count()).toBe(51 * 41);
    tools.move({ x: 19.5, y: 12.5 }, MOUSE);
    expect(count()).toBe(30);
    tools.end();
    expect(document.isPainting).toBe(false);
    document.undo();
    expect(document.isBlank).toBe(true);
    expect(document.canUndo).toBe(false);
  });

  it('make squares and steps of 15 degrees while Shift is held', () => {
    const square = board('rectangle');
    square.tools.begin({ x: 10.5, y: 10.5 }, MOUSE);
    square.tools.move({ x: 19.5, y: 12.5 }, SHIFT);
    expect(square.count()).toBe(100);
    const line = board('line', { brushSize: 1 });
    line.tools.begin({ x: 10.5, y: 30.5 }, MOUSE);
    line.tools.move({ x: 50.5, y: 33.5 }, SHIFT);
    line.tools.end();
    const rows = new Set(
      [...line.document.map.labels].flatMap((label, i) => (label === 4 ? [Math.floor(i / 80)] : [])),
    );
    expect([...rows]).toEqual([30]);
  });

  it('set a polygon corner by corner, which its first corner closes', () => {
    const { document, tools, count, at } = board('polygon');
    for (const [x, y] of [
      [10, 10],
      [50, 10],
      [50, 40],
    ]) {
      expect(tools.begin({ x, y }, MOUSE)).toBe(true);
      tools.end();
    }
    expect(tools.isOpen()).toBe(true);
    expect(tools.marks().corners).toHaveLength(3);
    // The open end follows the pointer.
    tools.hover({ x: 10, y: 40 }, MOUSE);
    expect(at(15, 35)).toBe(4);
    tools.hover({ x: 49, y: 39 }, MOUSE);
    expect(at(15, 35)).toBe(UNPAINTED);
    expect(tools.begin({ x: 11, y: 10 }, MOUSE)).toBe(false);
    expect(tools.isOpen()).toBe(false);
    const triangle = count();
    expect(triangle).toBeGreaterThan((40 * 30) / 2);
    expect(triangle).toBeLessThan((41 * 31) / 2 + 45);
    document.undo();
    expect(document.isBlank).toBe(true);
  });

  it('take back a corner that a second finger made, and give all up on Escape', () => {
    const { document, tools } = board('polygon');
    for (const x of [10, 30]) {
      tools.begin({ x, y: 10 + x / 2 }, MOUSE);
      tools.end();
    }
    tools.begin({ x: 60, y: 60 }, MOUSE);
    tools.takeBack();
    expect(tools.marks().corners).toHaveLength(2);
    tools.cancel();
    expect(document.isBlank).toBe(true);
    expect(document.canUndo).toBe(false);
  });

  it('end a polygon when another tool is taken, if there is something to keep', () => {
    const { document, layout, tools } = board('polygon');
    const stop = tools.watch();
    for (const [x, y] of [
      [10, 10],
      [50, 10],
      [50, 40],
    ]) {
      tools.begin({ x, y }, MOUSE);
      tools.end();
    }
    layout.setState({ tool: 'brush' });
    expect(document.isPainting).toBe(false);
    expect(document.canUndo).toBe(true);
    layout.setState({ tool: 'polygon' });
    tools.begin({ x: 5, y: 5 }, MOUSE);
    tools.end();
    layout.setState({ tool: 'brush' });
    expect(document.isPainting).toBe(false);
    document.undo();
    expect(document.isBlank).toBe(true);
    stop();
  });

  it('begin a new shape after undo has ended the one before', () => {
    const { document, tools } = board('polygon');
    tools.begin({ x: 10, y: 10 }, MOUSE);
    tools.end();
    document.undo();
    tools.hover({ x: 40, y: 40 }, MOUSE);
    expect(document.isBlank).toBe(true);
    tools.begin({ x: 20, y: 20 }, MOUSE);
    tools.end();
    expect(tools.marks().corners).toHaveLength(1);
  });

  it('fill a lasso', () => {
    const { tools, at } = board('lasso');
    tools.begin({ x: 40, y: 10 }, MOUSE);
    for (let i = 1; i < 30; i++) {
      tools.move({ x: 40 + 20 * Math.sin(i / 5), y: 30 - 20 * Math.cos(i / 5) }, MOUSE);
    }
    tools.end();
    expect(at(40, 30)).toBe(4);
    expect(at(2, 2)).toBe(UNPAINTED);
  });

  it.each(['brush', 'line', 'rectangle', 'polygon', 'lasso', 'fill'] as const)(
    'repeat what %s does in the mirror, to the pixel',
    (tool) => {
      const { document, tools } = board(tool, { mirror: { sides: true, ends: true }, brushSize: 6 });
      tools.begin({ x: 11.3, y: 7.8 }, MOUSE);
      tools.move({ x: 29.7, y: 12.2 }, MOUSE);
      tools.move({ x: 20.1, y: 25.4 }, MOUSE);
      tools.end();
      if (tools.isOpen()) tools.cancel();
      const { labels } = document.map;
      const wrong = labels.findIndex(
        (label, i) =>
          label !== labels[i - (i % 80) + 79 - (i % 80)] ||
          label !== labels[(63 - Math.floor(i / 80)) * 80 + (i % 80)],
      );
      expect(wrong).toBe(-1);
      document.undo();
      expect(document.isBlank).toBe(true);
    },
  );

  it('mirror a fill into the room on the other side', () => {
    const { document, tools, at } = board('fill', { mirror: { sides: true, ends: false } });
    const wall = { kind: 'rectangle', from: { x: 30.5, y: 0 }, to: { x: 49.5, y: 63 } } as const;
    document.beginShape();
    document.drawShape(wall, 7);
    document.endStroke();
    tools.begin({ x: 3.5, y: 3.5 }, MOUSE);
    expect([at(3, 3), at(76, 60), at(40, 30)]).toEqual([4, 4, 7]);
  });

  it('join a stroke to the end of the one before with Shift', () => {
    const { tools, at } = board('brush');
    tools.begin({ x: 10, y: 10 }, MOUSE);
    tools.end();
    tools.begin({ x: 60, y: 50 }, SHIFT);
    tools.end();
    expect(at(35, 30)).toBe(4);
  });

  it('paint thinner where a pen presses less, and the same with a mouse', () => {
    const { tools, count } = board('brush', { brushSize: 30 });
    const width = pressureOf({ pointerType: 'pen', pressure: 0.1 });
    tools.begin({ x: 40, y: 32 }, { ...MOUSE, pressure: width });
    tools.end();
    const light = count();
    expect(light).toBeLessThan((Math.PI * 30 ** 2) / 4 / 4);
    expect(pressureOf({ pointerType: 'mouse', pressure: 0.5 })).toBe(1);
    expect(pressureOf({ pointerType: 'touch', pressure: 0.02 })).toBe(1);
    expect(pressureOf({ pointerType: 'pen', pressure: 1 })).toBe(1);
  });

  it('change the width of a stroke gradually', () => {
    const { document } = board('brush');
    document.beginStroke({ x: 10, y: 32 }, 2, 4);
    document.strokeTo({ x: 70, y: 32 }, 40, 4);
    document.endStroke();
    const height = (x: number) =>
      Array.from({ length: 64 }, (_, y) => document.map.labels[y * 80 + x]).filter((l) => l === 4).length;
    expect(height(15)).toBeLessThan(height(40));
    expect(height(40)).toBeLessThan(height(65));
    expect(height(40)).toBeGreaterThan(10);
    expect(height(40)).toBeLessThan(34);
  });

  it('go back to the shape that was in hand before a label was picked', () => {
    const { document, layout, tools } = board('pick', { toolBefore: 'lasso' });
    document.fill({ x: 1, y: 1 }, 9);
    tools.begin({ x: 5, y: 5 }, MOUSE);
    expect(layout.getState()).toMatchObject({ tool: 'lasso', label: 9 });
  });
});
