// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { uniform } from '../../../src/core/philox.ts';
import type { ShownRun } from '../../../src/studio/generate/runStore.ts';
import { ResultSurface } from '../../../src/studio/generate/resultSurface.ts';
import type { Atlas } from '../../../src/studio/replay/atlas.ts';
import { appendDraw, emptyTrace } from '../../../src/studio/replay/trace.ts';

const SIDE = 4;
const [HEIGHT, WIDTH] = [5, 7];

/** A canvas of cells instead of pixels: what lies in each, and how many calls that took. */
class Cells {
  readonly cells = new Map<string, string>();
  calls = 0;
  globalAlpha = 1;

  constructor(private readonly canvas: HTMLCanvasElement) {
    contexts.set(canvas, this);
  }

  clearRect(x: number, y: number, width: number, height: number): void {
    this.calls++;
    this.each(x, y, width, height, (key) => this.cells.delete(key));
  }

  drawImage(source: unknown, ...at: number[]): void {
    this.calls++;
    const other = source instanceof HTMLCanvasElement ? contexts.get(source) : null;
    // Whole canvases and rows of the decoded picture keep their place; a tile is named by where it lies in the atlas.
    if (other) {
      const [width, height] = at.length > 2 ? [at[6], at[7]] : [this.canvas.width, this.canvas.height];
      this.each(0, 0, width, height, (key) => {
        const cell = other.cells.get(key);
        if (cell !== undefined) this.cells.set(key, cell);
      });
      return;
    }
    const [left, top, , , x, y, width, height] = at;
    this.each(x, y, width, height, (key) => this.cells.set(key, `tile ${left},${top}`));
  }

  private each(x: number, y: number, width: number, height: number, act: (key: string) => void): void {
    for (let row = y / SIDE; row < (y + height) / SIDE; row++) {
      for (let column = x / SIDE; column < (x + width) / SIDE; column++) act(`${row},${column}`);
    }
  }
}

const contexts = new Map<HTMLCanvasElement, Cells>();

beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
    return (contexts.get(this) ?? new Cells(this)) as unknown as CanvasRenderingContext2D;
  } as never);
});

afterEach(() => {
  vi.restoreAllMocks();
  contexts.clear();
});

/** A run in an order of chance, so that rows are completed late. */
function aRun(): ShownRun {
  const trace = emptyTrace(HEIGHT, WIDTH, SIDE);
  const order = Array.from({ length: HEIGHT * WIDTH }, (_, cell) => cell);
  order.sort(
    (a, b) => Math.floor(a / WIDTH / 2) - Math.floor(b / WIDTH / 2) || uniform(3, a, 0) - uniform(3, b, 0),
  );
  order.forEach((cell, i) =>
    appendDraw(trace, cell, (i * 5) % 32, { top: 0, left: 0, height: HEIGHT, width: WIDTH }),
  );
  const decoded = document.createElement('canvas');
  decoded.width = WIDTH * SIDE;
  decoded.height = HEIGHT * SIDE;
  const pixels = new Cells(decoded);
  for (let cell = 0; cell < HEIGHT * WIDTH; cell++) {
    pixels.cells.set(`${Math.floor(cell / WIDTH)},${cell % WIDTH}`, 'decoded');
  }
  return { trace, decoded } as ShownRun;
}

const atlas = { image: {} as CanvasImageSource, url: '', size: SIDE, columns: 8, count: 32 } as Atlas;

function shownAt(surface: ResultSurface, canvas: HTMLCanvasElement, run: ShownRun, position: number) {
  surface.render(run, atlas, position, false);
  return new Map([...(contexts.get(canvas)?.cells ?? [])].sort());
}

describe('a run on its canvas', () => {
  it('looks the same at a moment, however it was reached', () => {
    const run = aRun();
    const canvas = document.createElement('canvas');
    const surface = new ResultSurface(canvas);
    for (const position of [35, 0, 20, 19, 3, 8, 34, 35, 14, 0]) {
      const fresh = document.createElement('canvas');
      const seen = shownAt(surface, canvas, run, position);
      expect(seen).toEqual(shownAt(new ResultSurface(fresh), fresh, run, position));
      expect(seen.size).toBe(position);
    }
  });

  it('goes a step back by taking away that step alone', () => {
    const run = aRun();
    const canvas = document.createElement('canvas');
    const surface = new ResultSurface(canvas);
    surface.render(run, atlas, 30, false);
    const all = () => [...contexts.values()].reduce((sum, { calls }) => sum + calls, 0);
    const before = all();
    surface.render(run, atlas, 29, false);
    // One token taken away, and the canvas put together: cleared, tiles, decoded rows.
    expect(all() - before).toBeLessThanOrEqual(4);
  });

  it('shows a key frame for the rows it has, and tiles for what was laid since', () => {
    const run = aRun();
    const canvas = document.createElement('canvas');
    const frame = document.createElement('canvas');
    const pixels = new Cells(frame);
    for (let cell = 0; cell < 2 * WIDTH; cell++) {
      pixels.cells.set(`${Math.floor(cell / WIDTH)},${cell % WIDTH}`, 'as it was');
    }
    const surface = new ResultSurface(canvas);
    const asked: number[] = [];
    const frameAt = (rows: number) => {
      asked.push(rows);
      return { rows: 2, canvas: frame };
    };
    const seen = (position: number) => {
      surface.render(run, atlas, position, false, frameAt);
      return [...(contexts.get(canvas)?.cells ?? [])];
    };
    const moment = seen(4 * WIDTH + 3);
    expect(asked).toEqual([4]);
    expect(moment.filter(([, what]) => what === 'as it was')).toHaveLength(2 * WIDTH);
    expect(moment.filter(([, what]) => what.startsWith('tile'))).toHaveLength(2 * WIDTH + 3);
    // The finished picture is the one that was decoded as a whole.
    expect(new Set(seen(HEIGHT * WIDTH).map(([, what]) => what))).toEqual(new Set(['decoded']));
    expect(asked).toHaveLength(1);
  });
});
