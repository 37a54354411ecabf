import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { Manifest } from '../../src/checkpoint/manifest.ts';
import type { ConditionTokens } from '../../src/core/condition.ts';
import { distributionOf } from '../../src/core/draw.ts';
import { EMPTY } from '../../src/core/grid.ts';
import { permutation } from '../../src/core/permuters.ts';
import type { RunRecord } from '../../src/core/runRecord.ts';
import type { SamplingSettings } from '../../src/core/settings.ts';
import type { Drawn } from '../../src/engine/engine.ts';
import { ReferenceEngine } from '../../src/engine/tfjs/referenceEngine.ts';
import { TfjsEngine } from '../../src/engine/tfjs/tfjsEngine.ts';
import * as tf from '../../src/networks/tf.ts';
import { answer } from '../../src/runtime/answer.ts';
import { inspectAttention, inspectToken, surveyWindow } from '../../src/runtime/inspect.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { toPixels } from '../../src/runtime/pixels.ts';
import type { FromWorker } from '../../src/runtime/protocol.ts';
import { resample } from '../../src/runtime/resample.ts';
import { sample } from '../../src/runtime/sample.ts';
import { MemoryFolder } from '../checkpoint/support/memoryFolder.ts';
import { largestDifference } from '../goldens/goldenModel.ts';
import { tinyCheckpoint } from '../tiny/tinyCheckpoint.ts';

const CODES = 64;
const NEVER = new AbortController().signal;
const folder = new MemoryFolder();
let manifest: Manifest;

beforeAll(async () => {
  await tf.startBackend('wasm');
  const about = { id: 'tiny', name: '', description: '', license: '', source: '', trainedOn: '' };
  const model = await inferArchitecture(tinyCheckpoint(), null);
  ({ manifest } = await convert(model, folder, { dtype: 'f32', heads: 4, about }));
});

afterAll(async () => {
  for (const run of runs.values()) await (await run).model.dispose();
});

interface Case {
  readonly height: number;
  readonly width: number;
  readonly change?: Partial<Manifest>;
  readonly settings?: Partial<SamplingSettings>;
  readonly prefix?: readonly number[];
  /** Cells that are drawn again after a first run. */
  readonly again?: (row: number, column: number) => boolean;
}

const WINDOW: Case = { height: 16, width: 16 };
const SNAPPED: Case = { height: 18, width: 18, settings: { window: 'stride-4' } };

const CASES: [string, Case][] = [
  ['one window', WINDOW],
  ['a greedy run', { height: 16, width: 16, settings: { greedy: true } }],
  ['an exact sliding window', { height: 17, width: 18 }],
  ['a snapped window', { height: 20, width: 22, settings: { window: 'stride-4' } }],
  ['a wide one', { height: 16, width: 33, settings: { window: 'stride-8', topK: 9, topP: 0.8 } }],
  [
    'a class in front',
    {
      height: 18,
      width: 17,
      settings: { kind: 'class', window: 'stride-4' },
      prefix: [3, 3],
      change: {
        conditioning: [{ kind: 'class', stage: { type: 'class', classes: 5 }, tokenOffset: CODES }],
      },
    },
  ],
  [
    'a guided run',
    {
      height: 16,
      width: 18,
      settings: { window: 'stride-4', guidance: 1.5 },
      change: {
        conditioning: [
          { kind: 'segmentation', stage: null, tokenOffset: CODES },
          { kind: 'none', stage: { type: 'sos', token: 7, repeat: 256 }, tokenOffset: CODES },
        ],
      },
    },
  ],
  ['a spiral order', { height: 16, width: 16, change: { permuter: [...permutation('spiral-out', 16, 16)] } }],
  [
    'a region drawn again',
    {
      height: 18,
      width: 18,
      settings: { window: 'stride-4' },
      again: (row, column) => row >= 5 && row < 9 && column >= 4 && column < 12,
    },
  ],
];

async function recordedRun({ height, width, change, settings, prefix, again }: Case) {
  const model = new LoadedModel({ ...manifest, ...change }, (file) =>
    Promise.resolve(folder.files.get(file.path)!),
  );
  const engine = new TfjsEngine(await model.gpt());
  const condition: ConditionTokens = prefix
    ? { layout: 'prefix', tokens: Int32Array.from(prefix), offset: CODES }
    : {
        layout: 'spatial',
        grid: { height, width, tokens: Int32Array.from({ length: height * width }, (_, i) => (i * 7) % 32) },
        offset: CODES,
      };
  const drawn = new Map<number, Drawn>();
  const job = {
    height,
    width,
    condition,
    settings: {
      kind: 'segmentation',
      seed: 11,
      temperature: 0.9,
      topK: 20,
      topP: 1,
      greedy: false,
      window: 'exact',
      ...settings,
    } as const,
    wantLogits: () => true,
    onDrawn: (one: Drawn) => drawn.set(one.step.row * width + one.step.column, one),
  };
  const first = await sample(model, engine, job);
  if (!again) return { model, engine, record: first.record, drawn };
  const tokens = first.grid.tokens.map((token, i) =>
    again(Math.floor(i / width), i % width) ? EMPTY : token,
  );
  drawn.clear();
  const second = await sample(model, engine, {
    ...job,
    settings: { ...job.settings, seed: 12 },
    keep: { height, width, tokens },
  });
  expect(drawn.size).toBe(32);
  return { model, engine, record: second.record, drawn };
}

const runs = new Map<Case, ReturnType<typeof recordedRun>>();

/** The run of a case, drawn once for all that is asked about it. */
function runOf(one: Case): ReturnType<typeof recordedRun> {
  const known = runs.get(one) ?? recordedRun(one);
  runs.set(one, known);
  return known;
}

/** Some of the cells with their recorded draws, spread over the whole run. */
function some(drawn: ReadonlyMap<number, Drawn>): Drawn[] {
  const all = [...drawn.values()];
  return [0, 0.13, 0.4, 0.71, 1].map((share) => all[Math.round(share * (all.length - 1))]);
}

describe('a token asked for again', () => {
  it.each(CASES)('has the logits and the number it was drawn with: %s', async (_, one) => {
    const { model, engine, record, drawn } = await runOf(one);
    for (const { step, token, u, logits } of some(drawn)) {
      const { row, column } = step;
      const question = { about: 'token', record, row, column } as const;
      const answer = await inspectToken(model, engine, question, NEVER);
      expect(answer.logits).toHaveLength(CODES);
      expect(largestDifference(answer.logits, logits!.slice(0, CODES))).toBeLessThan(1e-4);
      expect(answer).toMatchObject({ u, drawn: token });
      // The engine that computes every window as a whole, as the original does, is the oracle.
      const oracle = await inspectToken(model, new ReferenceEngine(await model.gpt()), question, NEVER);
      expect(largestDifference(oracle.logits, logits!.slice(0, CODES))).toBeLessThan(1e-4);
    }
  });

  it('is told apart from one that was laid by hand', async () => {
    const { model, engine, record, drawn } = await runOf(WINDOW);
    const cell = 40;
    const swapped = (record.tokens[cell] + 1) % CODES;
    const edited: RunRecord = { ...record, tokens: record.tokens.map((t, i) => (i === cell ? swapped : t)) };
    const at = (row: number, column: number) =>
      inspectToken(model, engine, { about: 'token', record: edited, row, column }, NEVER);
    expect((await at(2, 8)).drawn).toBe(record.tokens[cell]);
    // What comes later sees the other token.
    const after = await at(2, 9);
    expect(largestDifference(after.logits, drawn.get(41)!.logits!.slice(0, CODES))).toBeGreaterThan(1e-4);
  });

  it('is refused where nothing was drawn, and for other weights', async () => {
    const { model, engine, record } = await runOf(WINDOW);
    const cut = { ...record, tokens: record.tokens.map((token, i) => (i < 30 ? token : EMPTY)) };
    const at = (one: RunRecord, row: number) =>
      inspectToken(model, engine, { about: 'token', record: one, row, column: 2 }, NEVER);
    await expect(at(cut, 1)).resolves.toMatchObject({ drawn: record.tokens[18] });
    await expect(at(cut, 5)).rejects.toMatchObject({ code: 'token-not-drawn' });
    const other = { ...record, model: { id: 'tiny', hash: 'another' } };
    await expect(at(other, 1)).rejects.toMatchObject({ code: 'other-model' });
  });
});

describe('a survey', () => {
  it.each(CASES.filter(([name]) => name !== 'an exact sliding window'))(
    'has the entropy and probability of every draw: %s',
    async (_, one) => {
      const { model, engine, record, drawn } = await runOf(one);
      const windows = new Map([...drawn.values()].map(({ step }) => [`${step.top},${step.left}`, step]));
      const seen = new Set<number>();
      for (const { top, left } of windows.values()) {
        const answer = await surveyWindow(model, engine, { about: 'window', record, top, left });
        answer.cells.forEach((cell, i) => {
          const recorded = drawn.get(cell);
          if (!recorded) return;
          seen.add(cell);
          const { ids, probabilities } = distributionOf(recorded.logits!, record.settings, CODES);
          const entropy = probabilities.reduce((sum, p) => sum - p * Math.log(p), 0);
          expect(answer.entropy[i]).toBeCloseTo(entropy, 3);
          expect(answer.probability[i]).toBeCloseTo(probabilities[ids.indexOf(recorded.token)], 3);
        });
      }
      expect(seen.size).toBe(drawn.size);
    },
  );
});

describe('attention', () => {
  it('covers the condition and the tokens before the step, and sums to one', async () => {
    const { model, record } = await runOf(SNAPPED);
    const answer = await inspectAttention(model, { about: 'attention', record, row: 6, column: 5 }, NEVER);
    expect(answer).toMatchObject({ layers: 2, heads: 4, length: 256 + 6 * 16 + 5 });
    for (let row = 0; row < 8; row++) {
      const weights = answer.weights.slice(row * answer.length, (row + 1) * answer.length);
      expect(weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    }
  });
});

describe('resampling', () => {
  it('draws the empty cells from the record alone, as the run did, and decodes', async () => {
    const { model, engine, record } = await runOf(SNAPPED);
    const heard: FromWorker[] = [];
    const holes = { ...record, tokens: record.tokens.map((token, i) => (i >= 200 ? EMPTY : token)) };
    await resample(model, engine, 7, holes, (message) => heard.push(message), NEVER);
    const done = heard[heard.length - 1];
    expect(heard.some(({ type }) => type === 'drawn')).toBe(true);
    expect(done).toMatchObject({ type: 'done', id: 7, cancelled: false });
    if (done.type !== 'done') return;
    expect(done.record.tokens).toEqual(record.tokens);
    expect(done.record.condition).toEqual(record.condition);
    expect(done.pixels).toMatchObject({ top: 0, left: 0, height: 288, width: 288 });
  });

  it('ends without a picture when cancelled while it is decoded', async () => {
    const { model, engine, record } = await runOf(WINDOW);
    const abort = new AbortController();
    const holes = { ...record, tokens: record.tokens.with(255, EMPTY) };
    const heard: FromWorker[] = [];
    const hear = (message: FromWorker) => {
      heard.push(message);
      abort.abort();
    };
    await resample(model, engine, 7, holes, hear, abort.signal);
    const done = heard[heard.length - 1];
    expect(done).toMatchObject({ type: 'done', cancelled: true, pixels: null });
    expect(done.type === 'done' && done.record.tokens).toEqual(record.tokens);
  });

  it('ends at once when cancelled, with what was drawn', async () => {
    const { model, engine, record } = await runOf(WINDOW);
    const abort = new AbortController();
    abort.abort();
    const heard: FromWorker[] = [];
    const holes = { ...record, tokens: record.tokens.map((token, i) => (i >= 200 ? EMPTY : token)) };
    await resample(model, engine, 7, holes, (message) => heard.push(message), abort.signal);
    expect(heard[heard.length - 1]).toMatchObject({ type: 'done', cancelled: true, pixels: null });
  });
});

describe('a record whose condition does not cover its picture', () => {
  it('is refused by name, not read as zeros', async () => {
    const { model, engine, record } = await runOf(WINDOW);
    const condition = { ...record.condition, height: 2, width: 2, tokens: [1, 2, 3, 4] };
    const short = { ...record, condition };
    for (const asked of [
      inspectAttention(model, { about: 'attention', record: short, row: 1, column: 1 }, NEVER),
      surveyWindow(model, engine, { about: 'window', record: short, top: 0, left: 0 }),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'condition-size' });
  });
});

describe('a part of a picture', () => {
  it('is the whole picture there, where its surroundings reach every token', async () => {
    const { model, engine, record } = await runOf(WINDOW);
    const size = { height: 7, width: 7 };
    const grid = { ...size, tokens: Int32Array.from({ length: 49 }, (_, i) => record.tokens[i]) };
    const swapped = {
      ...grid,
      tokens: grid.tokens.map((token, i) => (i === 24 ? (token + 5) % CODES : token)),
    };
    const question = { about: 'part', ...swapped, part: { top: 3, left: 3, height: 1, width: 1 } } as const;
    const given = await answer(model, engine, question, NEVER);
    const whole = toPixels(await (await model.decoder()).decode(swapped), 0, 112, { top: 0, left: 0 });
    if (given.about !== 'part') throw new Error('another answer');
    expect(given.pixels).toMatchObject({ top: 48, left: 48, height: 16, width: 16 });
    const other = toPixels(await (await model.decoder()).decode(grid), 0, 112, { top: 0, left: 0 });
    let changed = 0;
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 16 * 4; x++) {
        const at = (48 + y) * 112 * 4 + 48 * 4 + x;
        // Bytes: a value at the edge between two may round either way.
        expect(Math.abs(given.pixels.rgba[y * 64 + x] - whole.rgba[at])).toBeLessThanOrEqual(1);
        if (whole.rgba[at] !== other.rgba[at]) changed++;
      }
    }
    expect(changed).toBeGreaterThan(100);
  });

  it('needs no transformer, and everything else does', async () => {
    const { model, record } = await runOf(WINDOW);
    const grid = { height: 2, width: 2, tokens: Int32Array.of(1, 2, 3, 4) };
    const part = { top: 0, left: 0, height: 2, width: 2 };
    await expect(answer(model, null, { about: 'part', ...grid, part }, NEVER)).resolves.toMatchObject({
      about: 'part',
    });
    const refused = answer(model, null, { about: 'token', record, row: 0, column: 0 }, NEVER);
    await expect(refused).rejects.toMatchObject({ code: 'no-transformer' });
  });
});
