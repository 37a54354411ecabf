import type { ConditionTokens } from '../../../src/core/condition.ts';
import { drawToken } from '../../../src/core/draw.ts';
import { EMPTY, emptyGrid } from '../../../src/core/grid.ts';
import { uniform } from '../../../src/core/philox.ts';
import { buildSchedule, type ScheduleOptions } from '../../../src/core/schedule.ts';
import type { DrawSettings } from '../../../src/core/settings.ts';
import type { DecodeEngine, DecodeRequest } from '../../../src/engine/engine.ts';

/** A run as an oracle drew it, with uniform numbers that no rounding of another engine can push over an edge. */
export interface RecordedRun {
  readonly uniforms: Float64Array;
  readonly tokens: Int32Array;
}

/** Side of the window of these runs. */
export const SIDE = 4;

/** How far a recorded number keeps from the edges of the cumulative distribution. */
const MARGIN = 1e-4;

/** Change of logits under which the token must stay the same; engines differ by less. */
const NOISE = 1e-5;

type Grid = Partial<ScheduleOptions> & { readonly height: number; readonly width: number };

/** A request over a grid with a spatial condition whose ids lie behind the image codes. */
export function requestFor(
  grid: Grid,
  draw: DrawSettings,
  codes: number,
  change: Partial<DecodeRequest> = {},
): DecodeRequest {
  const { height, width } = grid;
  const tokens = Int32Array.from({ length: height * width }, (_, i) => (5 * i + (i >> 4)) % 8);
  const condition: ConditionTokens = { layout: 'spatial', grid: { height, width, tokens }, offset: codes };
  const window = { height: SIDE, width: SIDE };
  return {
    schedule: buildSchedule({ mode: 'exact', window, maxSlots: Infinity, ...grid }),
    condition,
    grid: emptyGrid(height, width),
    draw,
    codes,
    uniform: (row, column) => uniform(4, row, column),
    ...change,
  };
}

/** Draws a grid cell by cell; a number too close to an edge is replaced by another one, and the cell drawn again. */
export async function record(
  oracle: DecodeEngine,
  grid: Grid,
  draw: DrawSettings,
  codes: number,
): Promise<RecordedRun> {
  const { height, width } = grid;
  const cells = emptyGrid(height, width);
  const uniforms = Float64Array.from(cells.tokens, (_, i) => uniform(4, Math.floor(i / width), i % width));
  for (let again = 1; cells.tokens.includes(EMPTY); again++) {
    const controller = new AbortController();
    let refused = -1;
    const isDrawn = (row: number, column: number) => cells.tokens[row * width + column] === EMPTY;
    const request = requestFor({ ...grid, isDrawn }, draw, codes, {
      grid: cells,
      uniform: (row, column) => uniforms[row * width + column],
      wantLogits: () => true,
      signal: controller.signal,
      onDrawn: ({ step, u, logits }) => {
        if (refused >= 0 || isSafe(logits!, draw, codes, u)) return;
        refused = step.row * width + step.column;
        uniforms[refused] = uniform(4 + again, step.row, step.column);
        controller.abort();
      },
    });
    await oracle.decode(request);
    if (refused >= 0) cells.tokens[refused] = EMPTY;
  }
  return { uniforms, tokens: cells.tokens };
}

function isSafe(logits: Float32Array, draw: DrawSettings, codes: number, u: number): boolean {
  const token = drawToken(logits, draw, codes, u);
  const shaken = logits.map((value, id) => value + (id % 2 === 0 ? NOISE : -NOISE));
  return [logits, shaken].every((values) =>
    [u - MARGIN, u + MARGIN].every(
      (near) => near >= 0 && near < 1 && drawToken(values, draw, codes, near) === token,
    ),
  );
}

/** The same request with the recorded numbers. */
export function replayOf(run: RecordedRun, request: DecodeRequest): DecodeRequest {
  const { width } = request.grid;
  return { ...request, uniform: (row, column) => run.uniforms[row * width + column] };
}
