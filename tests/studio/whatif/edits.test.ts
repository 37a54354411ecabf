import { describe, expect, it } from 'vitest';

import { contextOf, settleTrace, traceOfRecord } from '../../../src/studio/replay/trace.ts';
import {
  cellsAfter,
  cellsOf,
  regionAround,
  retrace,
  withoutTokens,
  withTokens,
} from '../../../src/studio/whatif/edits.ts';
import { aWholeRecord } from '../../support/aRun.ts';

const GRID = { height: 18, width: 20 };
const WINDOW = { height: 16, width: 16 };
const RECORD = aWholeRecord(GRID.height, GRID.width, 'stride-4', 90);

describe('edits of a record', () => {
  it('change the cells they name and nothing else', () => {
    const edited = withTokens(RECORD, new Map([[7, 88]]));
    expect(edited.tokens[7]).toBe(88);
    expect(edited.tokens.filter((token, i) => token !== RECORD.tokens[i])).toHaveLength(1);
    expect(RECORD.tokens[7]).toBe(7);
    expect(edited.condition).toBe(RECORD.condition);
    expect(withoutTokens(RECORD, [3, 4]).tokens.slice(2, 6)).toEqual([2, -1, -1, 5]);
  });

  it('keep the course of the run, with the new tokens', () => {
    const trace = traceOfRecord(RECORD, 16, WINDOW);
    const edited = retrace(trace, withTokens(RECORD, new Map([[21, 88]])).tokens);
    expect(edited.cells).toEqual(trace.cells);
    expect(edited.windows).toEqual(trace.windows);
    expect(edited.tokens[trace.cells.indexOf(21)]).toBe(88);
    expect(retrace(trace, withoutTokens(RECORD, [0, 1]).tokens).count).toBe(358);
  });

  it('know what came after a cell', () => {
    const trace = traceOfRecord(RECORD, 16, WINDOW);
    expect(cellsAfter(trace, 357)).toEqual([358, 359]);
    expect(cellsAfter(trace, 359)).toEqual([]);
  });
});

describe('regions', () => {
  it('hold their cells', () => {
    expect(cellsOf({ top: 1, left: 18, height: 2, width: 2 }, 20)).toEqual([38, 39, 58, 59]);
  });

  it('go around cells with a margin, inside the grid', () => {
    expect(regionAround([21], GRID, 1)).toEqual({ top: 0, left: 0, height: 3, width: 3 });
    expect(regionAround([0], GRID, 1)).toEqual({ top: 0, left: 0, height: 2, width: 2 });
    expect(regionAround([359, 335], GRID, 0)).toEqual({ top: 16, left: 15, height: 2, width: 5 });
  });
});

describe('the course of a finished run', () => {
  it('takes order and windows from its schedule', () => {
    const exact = traceOfRecord(RECORD, 16, WINDOW);
    const told = traceOfRecord(RECORD, 16, WINDOW);
    // As batches tell it: one window for all, two cells swapped.
    told.windows.fill(0);
    [told.cells[30], told.cells[31]] = [told.cells[31], told.cells[30]];
    settleTrace(told, RECORD, { blockSize: 512 });
    expect(told.cells).toEqual(exact.cells);
    expect(told.windows).toEqual(exact.windows);
  });

  it('is left alone while the record holds another number of tokens', () => {
    const told = traceOfRecord(withoutTokens(RECORD, [5]), 16, WINDOW);
    const before = told.cells.slice();
    settleTrace(told, RECORD, { blockSize: 512 });
    expect(told.cells).toEqual(before);
  });

  it('knows what each draw could see', () => {
    const trace = traceOfRecord(RECORD, 16, WINDOW);
    expect(contextOf(trace, 0)).toEqual([]);
    expect(contextOf(trace, 22)).toHaveLength(16 + 2);
    // The last one: its window begins at row 2, column 4.
    expect(contextOf(trace, 359)).toHaveLength(255);
    expect(contextOf(trace, 359)).not.toContain(0);
  });
});
