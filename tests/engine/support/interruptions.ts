import { EMPTY, copyGrid } from '../../../src/core/grid.ts';
import type { DecodeEngine, DecodeRequest } from '../../../src/engine/engine.ts';

type Make = (
  isDrawn: (row: number, column: number) => boolean,
  change: Partial<DecodeRequest>,
) => DecodeRequest;

/** The tokens of a picture that is cancelled again and again and continued each time. */
export async function cancelledAndContinued(
  engine: DecodeEngine,
  make: Make,
  every: number,
): Promise<{ tokens: number[]; runs: number }> {
  let { grid } = make(() => true, {});
  let runs = 0;
  while (grid.tokens.includes(EMPTY)) {
    const controller = new AbortController();
    let drawn = 0;
    const kept = copyGrid(grid);
    const request = make((row, column) => kept.tokens[row * kept.width + column] === EMPTY, {
      grid: copyGrid(grid),
      signal: controller.signal,
      onDrawn: () => {
        if (++drawn === every) controller.abort();
      },
    });
    await engine.decode(request);
    if (drawn === 0) throw new Error('a run drew nothing');
    grid = request.grid;
    runs++;
  }
  return { tokens: [...grid.tokens], runs };
}

/** The tokens of a picture after a rectangle of it was emptied and drawn again in the same surroundings. */
export async function regionResampled(
  engine: DecodeEngine,
  make: Make,
  tokens: readonly number[],
  isInside: (row: number, column: number) => boolean,
): Promise<number[]> {
  const { grid } = make(() => true, {});
  const keep = copyGrid(grid);
  tokens.forEach((token, i) => {
    const inside = isInside(Math.floor(i / grid.width), i % grid.width);
    keep.tokens[i] = inside ? EMPTY : token;
  });
  const request = make(isInside, { grid: keep });
  await engine.decode(request);
  return [...keep.tokens];
}
