import type { ConditionTokens } from '../src/core/condition.ts';
import { emptyGrid } from '../src/core/grid.ts';
import { uniform } from '../src/core/philox.ts';
import { buildSchedule } from '../src/core/schedule.ts';
import type { WindowMode } from '../src/core/settings.ts';
import type { DecodeEngine, DecodeStats } from '../src/engine/engine.ts';

/** The first `tokens` cells of a grid, drawn with the settings that the paper's samples use. */
export interface DecodeCase {
  readonly work: string;
  readonly height: number;
  readonly width: number;
  readonly mode: WindowMode;
  /** A condition of as many tokens as the window has, or one token in front. */
  readonly condition: 'spatial' | 'prefix';
  readonly tokens: number;
}

const WINDOW = { height: 16, width: 16 };

function conditionOf({ condition, height, width }: DecodeCase, codes: number): ConditionTokens {
  if (condition === 'prefix') return { layout: 'prefix', tokens: Int32Array.of(1), offset: 0 };
  const tokens = Int32Array.from({ length: height * width }, (_, i) => (i * 7) % codes);
  return { layout: 'spatial', grid: { height, width, tokens }, offset: 0 };
}

/** @param signal for engines whose single step is long */
export function runCase(engine: DecodeEngine, one: DecodeCase, seed: number): Promise<DecodeStats> {
  const { height, width, mode } = one;
  const codes = Math.min(1024, engine.architecture.vocabulary);
  const isDrawn = (row: number, column: number) => row * width + column < one.tokens;
  return engine.decode({
    schedule: buildSchedule({ height, width, mode, window: WINDOW, maxSlots: Infinity, isDrawn }),
    condition: conditionOf(one, codes),
    grid: emptyGrid(height, width),
    draw: { temperature: 1, topK: 100, topP: 1, greedy: false },
    codes,
    uniform: (row, column) => uniform(seed, row, column),
  });
}
