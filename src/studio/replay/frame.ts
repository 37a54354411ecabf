import type { Trace } from './trace.ts';

/** For each row of the grid, how many draws it takes until it and all rows above are complete; Infinity if never. */
export function rowCompletion(trace: Trace): Float64Array {
  const missing = new Int32Array(trace.height).fill(trace.width);
  const completeAt = new Float64Array(trace.height).fill(Infinity);
  for (let draw = 0; draw < trace.count; draw++) {
    const row = Math.floor(trace.cells[draw] / trace.width);
    if (--missing[row] === 0) completeAt[row] = draw + 1;
  }
  for (let row = 1; row < trace.height; row++) {
    completeAt[row] = Math.max(completeAt[row], completeAt[row - 1]);
  }
  return completeAt;
}

/** Rows at the top whose picture may be shown when `position` tokens are drawn; the rest is shown as tiles. */
export function completeRows(completion: Float64Array, position: number): number {
  let rows = 0;
  while (rows < completion.length && completion[rows] <= position) rows++;
  return rows;
}

/** Tokens a second that play a run of this length in about ten seconds at speed 1. */
export function playbackRate(draws: number): number {
  return Math.max(16, draws / 10);
}
