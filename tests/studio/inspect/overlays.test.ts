import { describe, expect, it } from 'vitest';

import type { RunRecord } from '../../../src/core/runRecord.ts';
import { heatColour, heatFromZero, shareOf } from '../../../src/studio/inspect/heat.ts';
import { attendedBy, orderMap, surveyMap, windowMap } from '../../../src/studio/inspect/overlays.ts';
import { cellAt, drawOf, moveCell, nearestCell } from '../../../src/studio/inspect/tokenAt.ts';
import { traceOfRecord } from '../../../src/studio/replay/trace.ts';
import { aWholeRecord } from '../../support/aRun.ts';

describe('overlays from the schedule', () => {
  const trace = traceOfRecord(aWholeRecord(16, 24, 'stride-4'), 16, { height: 16, width: 16 });

  it('number the draws in order', () => {
    const { values, least, most } = orderMap(trace);
    expect([least, most]).toEqual([1, 384]);
    expect([...values.subarray(0, 3), values[383]]).toEqual([1, 2, 3, 384]);
  });

  it('tell the windows apart', () => {
    const { window, origins } = windowMap(trace);
    expect(origins).toEqual([
      { top: 0, left: 0 },
      { top: 0, left: 4 },
      { top: 0, left: 8 },
    ]);
    // The window moves when the target passes its middle: columns 0-11, 12-15, and the rest.
    expect([...window.subarray(24, 48)]).toEqual([
      ...new Array<number>(12).fill(0),
      ...new Array<number>(4).fill(1),
      ...new Array<number>(8).fill(2),
    ]);
  });

  it('leave out what a cancelled run did not reach', () => {
    const cut = { ...aWholeRecord(16, 24, 'stride-4') };
    const short = traceOfRecord({ ...cut, tokens: cut.tokens.map((token, i) => (i < 30 ? token : -1)) }, 16, {
      height: 16,
      width: 16,
    });
    expect(Number.isNaN(orderMap(short).values[30])).toBe(true);
    expect(windowMap(short).window[30]).toBe(-1);
  });
});

describe('heat maps', () => {
  it('go from 0 to the largest finite value, and take what could not be drawn to the end', () => {
    const one = aWholeRecord(16, 16, 'exact');
    const survey = {
      record: one,
      entropy: Float32Array.of(0.5, 2, NaN),
      probability: Float32Array.of(0.5, 0, 0.25),
      done: 1,
      total: 1,
    };
    expect(surveyMap(survey, 'entropy')).toMatchObject({ least: 0, most: 2 });
    expect(surveyMap(survey, 'probability')).toMatchObject({ least: 0, most: 1 });
    const surprise = surveyMap(survey, 'surprise');
    expect(surprise.most).toBeCloseTo(Math.log(4), 6);
    expect(surprise.values[1]).toBe(Infinity);
    expect(shareOf(surprise, Infinity)).toBe(1);
    expect(shareOf(surprise, 0)).toBe(0);
    expect(shareOf(heatFromZero(Float32Array.of(0)), 0)).toBe(0);
    expect(heatColour(0)).not.toBe(heatColour(1));
    expect(heatColour(7)).toBe(heatColour(1));
  });

  it('put attention on the condition only where that lies on the grid', () => {
    const model = { blockSize: 512 };
    const one = aWholeRecord(16, 24, 'stride-4');
    const length = 256 + 2 * 16 + 9;
    const answer = { record: one, cell: 2 * 24 + 17, layers: 1, heads: 1, length };
    const weights = new Float32Array(length).fill(1 / length);
    const spatial = attendedBy({ ...answer, weights }, model, { layer: null, head: null });
    // Column 17 is drawn by the window at 8, where it stands at place 2 * 16 + 9.
    expect(spatial).not.toBeNull();
    expect(spatial?.condition?.filter((value) => !Number.isNaN(value))).toHaveLength(256);
    const classed: RunRecord = {
      ...one,
      settings: { ...one.settings, kind: 'class' },
      condition: { kind: 'class', height: 1, width: 1, tokens: [3] },
    };
    const short = { ...answer, record: classed, length: 1 + 2 * 16 + 9, weights: weights.slice(0, 42) };
    expect(attendedBy(short, { blockSize: 256 }, { layer: null, head: null })?.condition).toBeNull();
  });
});

describe('cells', () => {
  const grid = { height: 2, width: 4 };

  it('lie under points', () => {
    const box = { left: 10, top: 20, width: 40, height: 20 };
    expect(cellAt(grid, box, { x: 10, y: 20 })).toBe(0);
    expect(cellAt(grid, box, { x: 49.9, y: 39.9 })).toBe(7);
    expect(cellAt(grid, box, { x: 50, y: 25 })).toBeNull();
    expect(cellAt(grid, box, { x: 9, y: 25 })).toBeNull();
    expect(nearestCell(grid, box, { x: 31, y: 25 })).toBe(2);
    expect(nearestCell(grid, box, { x: 90, y: 25 })).toBe(3);
    expect(nearestCell(grid, box, { x: 9, y: 99 })).toBe(4);
  });

  it('are walked by keys, up to the edges', () => {
    expect(moveCell('ArrowRight', 3, grid)).toBe(3);
    expect(moveCell('ArrowRight', 4, grid)).toBe(5);
    expect(moveCell('ArrowDown', 1, grid)).toBe(5);
    expect(moveCell('ArrowUp', 1, grid)).toBe(1);
    expect([moveCell('Home', 6, grid), moveCell('End', 5, grid)]).toEqual([4, 7]);
    expect(moveCell('x', 5, grid)).toBeNull();
  });

  it('know their draw once it has been made', () => {
    const trace = traceOfRecord(aWholeRecord(16, 16, 'exact'), 16, { height: 16, width: 16 });
    expect(drawOf(trace, 20, 256)).toBe(20);
    expect(drawOf(trace, 20, 20)).toBe(-1);
  });
});
