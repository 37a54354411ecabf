import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { emptyGrid } from '../../src/core/grid.ts';
import { uniform } from '../../src/core/philox.ts';
import { buildSchedule } from '../../src/core/schedule.ts';
import type { WindowMode } from '../../src/core/settings.ts';
import type { DecodeEngine, DecodeStats } from '../../src/engine/engine.ts';

/** The first `tokens` cells of a grid. */
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

/** The settings of the paper's samples. */
export const SETTINGS = { temperature: 1, topK: 100, topP: 1, greedy: false } as const;

/** Ids that may be drawn. */
export function codesOf({ vocabulary }: TransformerArchitecture): number {
  return Math.min(1024, vocabulary);
}

function conditionOf({ condition, height, width }: DecodeCase, codes: number): ConditionTokens {
  if (condition === 'prefix') return { layout: 'prefix', tokens: Int32Array.of(1), offset: 0 };
  const tokens = Int32Array.from({ length: height * width }, (_, i) => (i * 7) % codes);
  return { layout: 'spatial', grid: { height, width, tokens }, offset: 0 };
}

/** What stands in front of the first window's tokens; for runtimes that know no windows. */
export function promptOf(work: DecodeCase, architecture: TransformerArchitecture): Int32Array {
  const condition = conditionOf(work, codesOf(architecture));
  if (condition.layout === 'prefix') return condition.tokens;
  const { grid } = condition;
  return Int32Array.from({ length: WINDOW.height * WINDOW.width }, (_, i) => {
    return grid.tokens[Math.floor(i / WINDOW.width) * grid.width + (i % WINDOW.width)];
  });
}

export function runCase(engine: DecodeEngine, one: DecodeCase, seed: number): Promise<DecodeStats> {
  const { height, width, mode } = one;
  const codes = codesOf(engine.architecture);
  const isDrawn = (row: number, column: number) => row * width + column < one.tokens;
  const { maxSlots } = engine;
  return engine.decode({
    schedule: buildSchedule({ height, width, mode, window: WINDOW, maxSlots, isDrawn }),
    condition: conditionOf(one, codes),
    grid: emptyGrid(height, width),
    draw: SETTINGS,
    codes,
    uniform: (row, column) => uniform(seed, row, column),
  });
}
