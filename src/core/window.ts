import type { ConditionArchitecture } from './architecture.ts';
import type { ConditionTokens } from './condition.ts';
import type { WindowMode } from './settings.ts';

/** The window of every published model: 16x16 cells. */
const WINDOW_SIDE = 16;

export interface WindowSize {
  readonly height: number;
  readonly width: number;
}

/**
 * The square window that fits a transformer's block: a spatial condition takes as many positions as the window has
 * cells; a prefix takes its own length, and the window's last token is never fed.
 */
export function windowOf(
  blockSize: number,
  condition: Pick<ConditionTokens, 'layout'>,
  prefixLength: number,
): WindowSize {
  const cells = condition.layout === 'spatial' ? blockSize / 2 : blockSize - prefixLength + 1;
  // A condition that leaves no room is refused by the engine, which counts its positions.
  const side = Math.min(WINDOW_SIDE, Math.floor(Math.sqrt(Math.max(1, cells))));
  return { height: side, width: side };
}

/** The same window before there is any condition, from the stage that will make it; null takes one position. */
export function windowUnder(blockSize: number, stage: ConditionArchitecture | null): WindowSize {
  if (stage?.type === 'vqgan' || stage?.type === 'coordinates') {
    return windowOf(blockSize, { layout: 'spatial' }, 0);
  }
  return windowOf(blockSize, { layout: 'prefix' }, stage?.repeat ?? 1);
}

/**
 * The condition's row that a window reads at `row` of the grid. A picture may have fewer rows than the window (a panorama of
 * 1280x240): raster order never needs the image tokens below it, and the condition's last row stands in for those that
 * are missing, so that every position keeps its meaning. The reference's rule has no such pictures.
 */
export function conditionRow(row: number, height: number): number {
  return Math.min(row, height - 1);
}

const STRIDES: Record<WindowMode, number> = { exact: 1, 'stride-4': 4, 'stride-8': 8 };

/**
 * Where the window starts along one axis. `exact` is the reference's three-branch rule (section 6.2): the target sits
 * in the middle except near the borders. The stride modes snap that origin down to multiples of the stride, so that
 * many targets share one window and its key/value cache; the target still sees at least half a window of past.
 * @param position row or column of the target
 * @param extent rows or columns of the grid; with fewer than `side` the window starts at 0 and hangs over the end
 * @param side rows or columns of the window
 */
export function windowOrigin(position: number, extent: number, side: number, mode: WindowMode): number {
  const last = Math.max(0, extent - side);
  const centred = Math.max(0, position - Math.floor(side / 2));
  if (centred >= last) return last;
  const stride = Math.min(STRIDES[mode], Math.ceil(side / 2));
  return Math.floor(centred / stride) * stride;
}
