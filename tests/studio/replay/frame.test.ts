import { describe, expect, it } from 'vitest';

import type { RunRecord } from '../../../src/core/runRecord.ts';
import { completeRows, rowCompletion } from '../../../src/studio/replay/frame.ts';
import {
  appendDraw,
  emptyTrace,
  settleTrace,
  traceOfRecord,
  windowAt,
} from '../../../src/studio/replay/trace.ts';

const WINDOW = { top: 0, left: 0, height: 2, width: 2 };

function traceOf(cells: readonly number[], height: number, width: number) {
  const trace = emptyTrace(height, width, 16);
  for (const cell of cells) appendDraw(trace, cell, cell + 100, WINDOW);
  return trace;
}

function recordOf(tokens: readonly number[], height: number, width: number): RunRecord {
  return {
    version: 1,
    model: { id: 'm', hash: 'h' },
    grid: { height, width },
    settings: {
      kind: 'segmentation',
      seed: 0,
      temperature: 1,
      topK: 100,
      topP: 1,
      greedy: false,
      window: 'stride-4',
    },
    condition: { kind: 'segmentation', height, width, tokens: [] },
    tokens,
    stats: { positions: 0, tokens: 0, elapsedMs: 0 },
  };
}

describe('rows that are complete', () => {
  it('follow one another in raster order', () => {
    const completion = rowCompletion(traceOf([0, 1, 2, 3, 4, 5], 3, 2));
    expect([0, 1, 2, 3, 4, 5, 6].map((position) => completeRows(completion, position))).toEqual([
      0, 0, 1, 1, 2, 2, 3,
    ]);
  });

  it('wait for the rows above them', () => {
    // The second row is complete before the first one.
    const completion = rowCompletion(traceOf([2, 3, 0, 1], 2, 2));
    expect([2, 3, 4].map((position) => completeRows(completion, position))).toEqual([0, 0, 2]);
  });

  it('are not those of a cancelled run that it did not reach', () => {
    const completion = rowCompletion(traceOf([0, 1, 2], 2, 2));
    expect(completeRows(completion, 3)).toBe(1);
    expect(completeRows(completion, 1000)).toBe(1);
  });
});

describe('the trace of a record', () => {
  it('begins with what was kept, and goes on with what was drawn', () => {
    const record = recordOf(
      Array.from({ length: 256 }, (_, i) => i % 97),
      16,
      16,
    );
    const right = Array.from({ length: 256 }, (_, cell) => cell).filter((cell) => cell % 16 >= 8);
    const left = right.map((cell) => cell - 8);
    const trace = traceOfRecord(record, 16, { height: 16, width: 16 }, { kept: new Set(right) });
    expect([...trace.cells]).toEqual([...right, ...left]);
    expect(trace.tokens[128]).toBe(0);
    // The end of the run settles the order of what was drawn, and leaves what was kept in front.
    const told = traceOf([...right, ...left.toReversed()], 16, 16);
    settleTrace(told, record, { blockSize: 512 }, new Set(right));
    expect([...told.cells]).toEqual([...right, ...left]);
  });

  it('draws every cell once, with the window that its schedule gives', () => {
    const [height, width] = [20, 24];
    const tokens = Array.from({ length: height * width }, (_, i) => i % 97);
    const trace = traceOfRecord(recordOf(tokens, height, width), 16, { height: 16, width: 16 });
    expect(trace.count).toBe(height * width);
    expect([...trace.cells].sort((a, b) => a - b)).toEqual(tokens.map((_, i) => i));
    for (let draw = 0; draw < trace.count; draw++) {
      expect(trace.tokens[draw]).toBe(tokens[trace.cells[draw]]);
      const window = windowAt(trace, draw);
      const [row, column] = [Math.floor(trace.cells[draw] / width), trace.cells[draw] % width];
      expect(window && row >= window.top && row < window.top + 16).toBe(true);
      expect(window && column >= window.left && column < window.left + 16).toBe(true);
    }
    expect(windowAt(trace, trace.count)).toBeNull();
  });

  it('leaves out what a cancelled run did not draw', () => {
    const tokens = Array.from({ length: 256 }, (_, i) => (i < 40 ? i : -1));
    const trace = traceOfRecord(recordOf(tokens, 16, 16), 16, { height: 16, width: 16 });
    expect(trace.count).toBe(40);
    expect(completeRows(rowCompletion(trace), trace.count)).toBe(2);
  });
});

describe('appendDraw', () => {
  it('never grows past the grid', () => {
    const trace = traceOf([0, 1, 2, 3, 3], 2, 2);
    expect(trace.count).toBe(4);
  });
});
