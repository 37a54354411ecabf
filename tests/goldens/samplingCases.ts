import type { ConditionTokens } from '../../src/core/condition.ts';
import { EMPTY, type TokenGrid } from '../../src/core/grid.ts';
import type { SamplingSettings } from '../../src/core/settings.ts';
import { toByte, toUnitRange } from '../../src/core/uint8.ts';
import type { DecodeEngine } from '../../src/engine/engine.ts';
import type { ConditionInput } from '../../src/conditioning/input.ts';
import { prepareCondition } from '../../src/runtime/condition.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { sample } from '../../src/runtime/sample.ts';
import { byteDifference, floats, json, largestDifference, type ReadGolden } from './goldenModel.ts';

interface File {
  readonly file: string;
}

/** A sampled run and, where recorded, a greedy one. */
export interface SamplingCase {
  readonly grid: readonly [number, number];
  readonly temperature: number;
  readonly top_k: number;
  readonly top_p?: number;
  readonly u: readonly number[];
  readonly tokens: number[] | number[][];
  readonly greedy_tokens?: number[][];
  readonly cond_tokens?: number[][];
  readonly labels?: { readonly file: string; readonly shape: readonly [number, number] };
  readonly image: File;
  readonly greedy_image?: File;
  /** Row, column of recorded logits, or the step in raster order. */
  readonly logit_cells?: readonly (readonly [number, number])[];
  readonly logit_steps?: readonly number[];
  readonly logits: File;
}

export interface SamplingOutcome {
  readonly wrongConditionTokens: number;
  readonly wrongTokens: number;
  /** Recorded raw logits; 0 for a greedy run. */
  readonly logits: number;
  readonly bytes: { readonly share: number; readonly most: number };
  /** Transformer positions evaluated. */
  readonly positions: number;
}

export interface RunGolden {
  readonly read: ReadGolden;
  readonly folder: string;
  readonly model: LoadedModel;
  readonly engine: DecodeEngine;
  readonly greedy: boolean;
}

/** Condition -> tokens -> picture, with the recorded uniform numbers or greedily (goldens 5 and 6). */
export async function runSampling(
  { read, folder, model, engine, greedy }: RunGolden,
  one: SamplingCase,
  input: ConditionInput,
  keep?: TokenGrid,
): Promise<SamplingOutcome> {
  const [height, width] = one.grid;
  const condition = await prepareCondition(model, input);
  const cells =
    one.logit_cells ?? (one.logit_steps ?? []).map((step) => [Math.floor(step / width), step % width]);
  const wanted = new Map(cells.map(([row, column], index) => [row * width + column, index]));
  const { vocabulary } = model.transformer;
  const logits = new Float32Array(cells.length * vocabulary);
  const skipped = keep ? keep.tokens.filter((token) => token !== EMPTY).length : 0;
  const { grid, stats } = await sample(model, engine, {
    height,
    width,
    condition,
    settings: settingsOf(one, input.kind, greedy),
    ...(keep && { keep }),
    uniform: (row, column) => one.u[row * width + column - skipped],
    wantLogits: (row, column) => wanted.has(row * width + column),
    onDrawn: ({ step, logits: got }) => {
      if (got) logits.set(got, wanted.get(step.row * width + step.column)! * vocabulary);
    },
  });
  const picture = await (await model.decoder()).decode(grid);
  const expected = (greedy ? one.greedy_tokens! : one.tokens).flat();
  const image = await read(`${folder}/${(greedy ? one.greedy_image! : one.image).file}`);
  return {
    wrongConditionTokens: countWrong(one.cond_tokens?.flat(), condition),
    wrongTokens:
      expected.filter((token, i) => grid.tokens[i] !== token).length +
      Math.abs(expected.length - grid.tokens.length),
    logits: greedy ? 0 : largestDifference(logits, floats(await read(`${folder}/${one.logits.file}`))),
    bytes: byteDifference(Uint8Array.from(picture.values, toByte), image),
    positions: stats.positions,
  };
}

function settingsOf(one: SamplingCase, kind: ConditionInput['kind'], greedy: boolean): SamplingSettings {
  const { temperature, top_k: topK, top_p: topP = 1 } = one;
  return { kind, seed: 0, window: 'exact', temperature, topK, topP, greedy };
}

function countWrong(expected: readonly number[] | undefined, condition: ConditionTokens): number {
  if (expected === undefined) return 0;
  const got = condition.layout === 'spatial' ? condition.grid.tokens : condition.tokens;
  return expected.filter((token, i) => got[i] !== token).length + Math.abs(expected.length - got.length);
}

interface Net2Net {
  readonly temperature: number;
  readonly top_k: number;
  readonly cases: readonly Omit<SamplingCase, 'temperature' | 'top_k'>[];
  readonly completion: Omit<SamplingCase, 'temperature' | 'top_k'> & {
    readonly input: { readonly file: string; readonly shape: readonly [number, number, number] };
    readonly image_tokens: number[][];
  };
}

/** The sliding-window cases by grid, such as `17x19`. */
export async function net2netCases(read: ReadGolden): Promise<Map<string, SamplingCase>> {
  const { cases, temperature, top_k } = json<Net2Net>(await read('net2net/case.json'));
  return new Map(cases.map((one) => [one.grid.join('x'), { ...one, temperature, top_k }]));
}

export async function labelInput(read: ReadGolden, one: SamplingCase): Promise<ConditionInput> {
  const { file, shape } = one.labels!;
  const labels = new Uint8Array(await read(`net2net/${file}`));
  return { kind: 'segmentation', map: { height: shape[0], width: shape[1], labels } };
}

/** The completion: the picture's own tokens, the lower half to be drawn. */
export async function completionCase(
  read: ReadGolden,
  model: LoadedModel,
): Promise<{ one: SamplingCase; keep: TokenGrid; wrongImageTokens: number }> {
  const { completion, temperature, top_k } = json<Net2Net>(await read('net2net/case.json'));
  const { file, shape } = completion.input;
  const [height, width] = shape;
  const values = Float32Array.from(await read(`net2net/${file}`), toUnitRange);
  const grid = await (await model.encoder()).encodePicture({ height, width, channels: 3, values });
  const tokens = grid.tokens.map((token, i) => (i < grid.tokens.length / 2 ? token : EMPTY));
  return {
    one: { ...completion, temperature, top_k },
    keep: { ...grid, tokens },
    wrongImageTokens: completion.image_tokens.flat().filter((token, i) => grid.tokens[i] !== token).length,
  };
}
