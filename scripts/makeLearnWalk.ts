// Records what the figures of the Learn page show without weights, from one of the recorded runs. To be made again
// whenever that run was drawn with other weights:
//   npx tsx scripts/makeLearnWalk.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { openModel } from '../cli/io/models.ts';
import { startNamed } from '../cli/backend.ts';
import { attentionRow } from '../src/core/attentionMap.ts';
import { principalProjection } from '../src/core/codebook/pca.ts';
import { distributionOf } from '../src/core/draw.ts';
import { uniform } from '../src/core/philox.ts';
import type { RunRecord } from '../src/core/runRecord.ts';
import type { DecodeEngine } from '../src/engine/engine.ts';
import { prepareCondition } from '../src/runtime/condition.ts';
import { fastEngine } from '../src/runtime/fastEngine.ts';
import { inspectAttention, inspectToken, surveyWindow } from '../src/runtime/inspect.ts';
import type { LoadedModel } from '../src/runtime/model.ts';
import { recordedSchedule } from '../src/runtime/recordedContext.ts';
import { displayName } from '../src/studio/paint/palette.ts';
import {
  plainly,
  shuffledTokens,
  toldOtherwise,
  type Shares,
  type Told,
  type Walk,
  type WalkStep,
} from '../src/studio/learn/walk.ts';

const RUN = 'mountain-lake';
/** Cells whose step is recorded: sky, far and near shore, water, grass. */
const CELLS: readonly (readonly [row: number, column: number])[] = [
  [1, 6],
  [5, 15],
  [8, 9],
  [10, 17],
  [14, 12],
];
/** Names of labels that the whole layout is changed to. */
const LABELS = ['sky', 'mountain', 'snow', 'tree', 'grass', 'water'];
const BEST = 100;
const SHOWN = 12;
const NEVER = new AbortController().signal;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The ids of the largest values, the largest first. */
function largest(values: Float32Array | Float64Array, most: number): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b).slice(0, most);
}

function planeOf(points: Float32Array): Walk['plane'] {
  const axis = (place: 0 | 1) => [...points].filter((_, i) => i % 2 === place);
  const [x, y] = [axis(0), axis(1)];
  const least = [Math.min(...x), Math.min(...y)];
  const span = Math.max(Math.max(...x) - least[0], Math.max(...y) - least[1]);
  const scaled = (values: number[], from: number) =>
    values.map((value) => Math.round(((value - from) / span) * 1000));
  return { x: scaled(x, least[0]), y: scaled(y, least[1]) };
}

async function surpriseOf(model: LoadedModel, engine: DecodeEngine, record: RunRecord): Promise<number[]> {
  const plain = plainly(record);
  const { steps } = recordedSchedule(model, plain);
  const windows = new Map(steps.map(({ top, left }) => [`${top},${left}`, { top, left }]));
  const nats = new Array<number>(record.tokens.length).fill(0);
  for (const { top, left } of windows.values()) {
    const answer = await surveyWindow(model, engine, { about: 'window', record: plain, top, left });
    answer.cells.forEach((cell, i) => (nats[cell] = round(-Math.log(answer.probability[i]), 2)));
  }
  return nats;
}

async function toldOf(model: LoadedModel, record: RunRecord, side: number): Promise<Told[]> {
  const height = record.grid.height * side;
  const width = record.grid.width * side;
  const told: Told[] = [{ id: 'layout', name: null, condition: record.condition }];
  for (const name of LABELS) {
    const labels = model.manifest.conditioning.find(({ kind }) => kind === 'segmentation')?.labels ?? [];
    const label = labels.find((one) => one.name === name);
    if (!label) throw new Error(`the model has no label ${name}`);
    const map = { height, width, labels: new Uint8Array(height * width).fill(label.id) };
    const condition = await prepareCondition(model, { kind: 'segmentation', map });
    if (condition.layout !== 'spatial') throw new Error('a layout lies on the grid');
    const tokens = [...condition.grid.tokens];
    told.push({ id: label.id, name: displayName(label), condition: { ...record.condition, tokens } });
  }
  const nothing = await prepareCondition(model, { kind: 'none' });
  if (nothing.layout !== 'prefix') throw new Error('nothing stands in front');
  const tokens = [...nothing.tokens];
  told.push({ id: 'none', name: null, condition: { kind: 'none', height: 1, width: tokens.length, tokens } });
  return told;
}

async function stepAt(
  model: LoadedModel,
  engine: DecodeEngine,
  record: RunRecord,
  told: readonly Told[],
  [row, column]: readonly [number, number],
): Promise<WalkStep> {
  const at = { row, column };
  const own = await inspectToken(model, engine, { about: 'token', record, ...at }, NEVER);
  const ids = largest(own.logits, BEST).sort((a, b) => a - b);
  const given: Shares[] = [];
  for (const one of told) {
    const changed = plainly(toldOtherwise(record, one));
    const { logits } = await inspectToken(model, engine, { about: 'token', record: changed, ...at }, NEVER);
    const { probabilities } = distributionOf(logits, changed.settings, logits.length);
    const best = largest(probabilities, SHOWN);
    given.push({ ids: best, shares: best.map((id) => round(probabilities[id], 4)) });
  }
  const weights = await inspectAttention(model, { about: 'attention', record, ...at }, NEVER);
  const layers = Array.from({ length: weights.layers }, (_, layer) =>
    [...attentionRow(weights, layer, null)].map((weight) => round(1000 * weight, 2)),
  );
  return {
    ...at,
    u: own.u,
    best: { ids, logits: ids.map((id) => round(own.logits[id], 3)) },
    given,
    attention: { layers },
  };
}

const runs = fileURLToPath(new URL('../public/runs/', import.meta.url));
const record = JSON.parse(readFileSync(`${runs}${RUN}.json`, 'utf8')) as RunRecord;
const backend = await startNamed('wasm');
const model = await openModel(record.model.id);
const engine = await fastEngine(model, backend.device);
const decoder = await model.decoder();
const { codes, embedDim } = model.imageStage;
const told = await toldOf(model, record, 16);
console.log('layouts are encoded');
const steps: WalkStep[] = [];
for (const cell of CELLS) {
  steps.push(await stepAt(model, engine, record, told, cell));
  console.log(`row ${cell[0]}, column ${cell[1]}`);
}
const walk: Walk = {
  version: 1,
  run: RUN,
  model: record.model,
  plane: planeOf(principalProjection({ codes, dim: embedDim, vectors: decoder.codebook }).points),
  surprise: {
    drawn: await surpriseOf(model, engine, record),
    shuffled: await surpriseOf(model, engine, { ...record, tokens: shuffledTokens(record.tokens, uniform) }),
  },
  told,
  steps,
};
const out = fileURLToPath(new URL('../public/learn/', import.meta.url));
mkdirSync(out, { recursive: true });
writeFileSync(`${out}walk.json`, `${JSON.stringify(walk)}\n`);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
console.log(
  `${out}walk.json: ${mean(walk.surprise.drawn).toFixed(2)} nats a token, shuffled ${mean(walk.surprise.shuffled).toFixed(2)}`,
);
