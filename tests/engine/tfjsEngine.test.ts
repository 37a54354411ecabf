import { beforeAll, describe, expect, it } from 'vitest';
import { transformerTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { emptyGrid, type TokenGrid } from '../../src/core/grid.ts';
import { permutation } from '../../src/core/permuters.ts';
import { uniform } from '../../src/core/philox.ts';
import { buildSchedule, countPositions, type ScheduleOptions } from '../../src/core/schedule.ts';
import type { DecodeEngine, DecodeRequest } from '../../src/engine/engine.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import { loadGpt, type Gpt } from '../../src/networks/transformer/gpt.ts';
import { startBackend } from '../../src/networks/tf.ts';
import { randomWeights } from '../networks/randomWeights.ts';

const SIDE = 4;
const ARCHITECTURE: TransformerArchitecture = {
  layers: 2,
  heads: 2,
  width: 16,
  vocabulary: 24,
  blockSize: 2 * SIDE * SIDE,
  unmasked: 0,
};
const CODES = 16;

let gpt: Gpt;

beforeAll(async () => {
  await startBackend('wasm');
  gpt = await loadGpt(randomWeights(transformerTensors(ARCHITECTURE)), ARCHITECTURE);
});

function spatial(height: number, width: number): ConditionTokens {
  const tokens = Int32Array.from({ length: height * width }, (_, i) => i % 8);
  return { layout: 'spatial', grid: { height, width, tokens }, offset: CODES };
}

function request(
  schedule: Partial<ScheduleOptions> & { height: number; width: number },
  change: Partial<DecodeRequest> = {},
): DecodeRequest {
  const { height, width } = schedule;
  return {
    schedule: buildSchedule({
      mode: 'exact',
      window: { height: SIDE, width: SIDE },
      maxSlots: 99,
      ...schedule,
    }),
    condition: spatial(height, width),
    grid: emptyGrid(height, width),
    draw: { temperature: 1, topK: 5, topP: 0.95, greedy: false },
    codes: CODES,
    uniform: (row, column) => uniform(4, row, column),
    ...change,
  };
}

async function drawn(engine: DecodeEngine, one: DecodeRequest): Promise<number[]> {
  const stats = await engine.decode(one);
  expect(stats.aborted).toBe(false);
  expect(stats.tokens).toBe(one.schedule.steps.length);
  return [...one.grid.tokens];
}

describe('TfjsEngine', () => {
  it.each([
    ['one window', { height: 4, width: 4 }],
    ['exact sliding window', { height: 6, width: 7 }],
    ['exact, a single cache', { height: 6, width: 7, maxSlots: 1 }],
    ['snapped window', { height: 7, width: 9, mode: 'stride-4' as const }],
    ['fewer rows than the window', { height: 3, width: 9 }],
    ['spiral order', { height: 4, width: 4, permutation: permutation('spiral-out', 4, 4) }],
  ])('draws what the reference engine draws: %s', async (_, options) => {
    const tokens = await drawn(new TfjsEngine(gpt), request(options));
    expect(tokens).toEqual(await drawn(new ReferenceEngine(gpt), request(options)));
    expect(tokens.every((token) => token >= 0 && token < CODES)).toBe(true);
    expect(new Set(tokens).size).toBeGreaterThan(3);
  });

  it('draws fewer rows than the window like the top of a picture whose condition ends in the same row', async () => {
    const low = request({ height: 3, width: 9 });
    const tokens = Int32Array.from({ length: 4 * 9 }, (_, i) => (i < 27 ? i : i - 9) % 8);
    const condition: ConditionTokens = {
      layout: 'spatial',
      grid: { height: 4, width: 9, tokens },
      offset: CODES,
    };
    const tall = await drawn(new TfjsEngine(gpt), request({ height: 4, width: 9 }, { condition }));
    expect(await drawn(new TfjsEngine(gpt), low)).toEqual(tall.slice(0, 27));
  });

  it('draws what the reference engine draws after a prefix', async () => {
    const condition: ConditionTokens = { layout: 'prefix', tokens: Int32Array.of(3, 5), offset: CODES };
    const one = () => request({ height: 4, width: 4 }, { condition });
    expect(await drawn(new TfjsEngine(gpt), one())).toEqual(await drawn(new ReferenceEngine(gpt), one()));
  });

  it('evaluates the positions that the schedule counts', async () => {
    const one = request({ height: 7, width: 9, mode: 'stride-4' });
    const stats = await new TfjsEngine(gpt).decode(one);
    expect(stats.positions).toBe(countPositions(one.schedule, SIDE * SIDE));
  });

  it('keeps the tokens outside a region, and sees them', async () => {
    const first = request({ height: 6, width: 6 });
    await drawn(new TfjsEngine(gpt), first);
    const inside = (row: number, column: number): boolean => row >= 2 && row < 4 && column >= 1 && column < 5;
    const keep: TokenGrid = { ...first.grid, tokens: first.grid.tokens.slice() };
    for (let i = 0; i < 36; i++) if (inside(Math.floor(i / 6), i % 6)) keep.tokens[i] = -1;
    const again = request({ height: 6, width: 6, isDrawn: inside }, { grid: keep });
    // The same numbers in the same surroundings give the same tokens.
    expect(await drawn(new TfjsEngine(gpt), again)).toEqual([...first.grid.tokens]);
  });

  it('tells each token with its number, and raw logits where wanted', async () => {
    const told: [number, number, number, number | undefined][] = [];
    const one = request(
      { height: 4, width: 4 },
      {
        wantLogits: (row) => row === 1,
        onDrawn: ({ step, token, u, logits }) => told.push([step.row, token, u, logits?.length]),
      },
    );
    await drawn(new TfjsEngine(gpt), one);
    expect(told.map(([, token]) => token)).toEqual([...one.grid.tokens]);
    expect(told[6]).toEqual([1, one.grid.tokens[6], uniform(4, 1, 2), ARCHITECTURE.vocabulary]);
    expect(told[3][3]).toBeUndefined();
  });

  it('stops on abort and keeps what was drawn', async () => {
    const controller = new AbortController();
    const one = request(
      { height: 6, width: 6 },
      { signal: controller.signal, onDrawn: ({ step }) => step.row === 3 && controller.abort() },
    );
    const stats = await new TfjsEngine(gpt).decode(one);
    expect(stats).toMatchObject({ aborted: true, tokens: 19 });
    expect(one.grid.tokens.filter((token) => token >= 0)).toHaveLength(19);
  });

  it('refuses a condition of another size, and cells that it would need too early', async () => {
    const engine = new TfjsEngine(gpt);
    await expect(
      engine.decode(request({ height: 5, width: 5 }, { condition: spatial(5, 4) })),
    ).rejects.toMatchObject({ code: 'condition-size' });
    const late = request({ height: 4, width: 4, isDrawn: (row) => row === 3 });
    await expect(engine.decode(late)).rejects.toMatchObject({ code: 'token-not-drawn' });
  });
});
