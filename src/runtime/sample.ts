import { checkSettings } from '../core/checkSettings.ts';
import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';
import { copyGrid, emptyGrid, EMPTY, type TokenGrid } from '../core/grid.ts';
import { uniform } from '../core/philox.ts';
import type { RunRecord } from '../core/runRecord.ts';
import { buildSchedule, type Schedule } from '../core/schedule.ts';
import type { SamplingSettings } from '../core/settings.ts';
import { windowOf } from '../core/window.ts';
import type { DecodeEngine, DecodeStats, Drawn } from '../engine/engine.ts';
import { guidanceFor, isGuided } from './guidance.ts';
import type { LoadedModel } from './model.ts';

export interface SampleJob {
  /** Size in tokens. */
  readonly height: number;
  readonly width: number;
  readonly condition: ConditionTokens;
  readonly settings: SamplingSettings;
  /** Tokens to keep; cells holding -1 are drawn. Absent = all are drawn. */
  readonly keep?: TokenGrid;
  /** Replaces the generator: the uniform number in [0, 1) of a cell. */
  readonly uniform?: (row: number, column: number) => number;
  readonly wantLogits?: (row: number, column: number) => boolean;
  readonly onDrawn?: (drawn: Drawn) => void;
  readonly signal?: AbortSignal;
}

export interface SampleResult {
  readonly grid: TokenGrid;
  readonly stats: DecodeStats;
  readonly record: RunRecord;
}

/** The list of draws of a job. @throws TesseraError `grid-too-small`, `permuted-grid-too-large` */
export function scheduleOf(
  model: LoadedModel,
  engine: Pick<DecodeEngine, 'maxSlots'>,
  job: SampleJob,
): Schedule {
  const { transformer, manifest } = model;
  const prefixLength = job.condition.layout === 'prefix' ? job.condition.tokens.length : 0;
  const { keep, width } = job;
  return buildSchedule({
    height: job.height,
    width,
    mode: job.settings.window,
    window: windowOf(transformer.blockSize, job.condition, prefixLength),
    ...(manifest.permuter && { permutation: Int32Array.from(manifest.permuter) }),
    ...(keep && { isDrawn: (row, column) => keep.tokens[row * width + column] === EMPTY }),
    // A guided window keeps two caches.
    maxSlots: isGuided(job.settings) ? Math.max(1, Math.floor(engine.maxSlots / 2)) : engine.maxSlots,
  });
}

/**
 * Draws the tokens of a picture and tells how it went. On abort the grid holds what was drawn.
 * @throws TesseraError `setting-out-of-range`, `grid-size`, those of scheduleOf, and those of the engine
 */
export async function sample(
  model: LoadedModel,
  engine: DecodeEngine,
  job: SampleJob,
): Promise<SampleResult> {
  const { height, width, condition, settings, keep } = job;
  checkSettings(settings);
  if (keep && (keep.height !== height || keep.width !== width)) {
    throw new TesseraError(
      'grid-size',
      `the tokens to start from are ${keep.height} x ${keep.width}, the picture is ${height} x ${width}`,
      'use tokens of the same size',
    );
  }
  const grid = keep ? copyGrid(keep) : emptyGrid(height, width);
  const stats = await engine.decode({
    schedule: scheduleOf(model, engine, job),
    condition,
    guidance: guidanceFor(model, settings, condition),
    grid,
    draw: settings,
    codes: model.manifest.imageStage?.codes ?? model.transformer.vocabulary,
    uniform: job.uniform ?? ((row, column) => uniform(settings.seed, row, column)),
    wantLogits: job.wantLogits,
    onDrawn: job.onDrawn,
    signal: job.signal,
  });
  return { grid, stats, record: recordOf(model, job, grid, stats) };
}

function recordOf(model: LoadedModel, job: SampleJob, grid: TokenGrid, stats: DecodeStats): RunRecord {
  const { settings } = job;
  const { kind, seed, temperature, topK, topP, greedy, window } = settings;
  const { condition } = job;
  const told =
    condition.layout === 'spatial'
      ? condition.grid
      : { height: 1, width: condition.tokens.length, tokens: condition.tokens };
  return {
    version: 1,
    model: { id: model.manifest.id, hash: model.hash },
    grid: { height: grid.height, width: grid.width },
    settings: {
      kind,
      seed,
      temperature,
      topK,
      topP,
      greedy,
      window,
      ...(isGuided(settings) && { guidance: settings.guidance }),
    },
    condition: { kind, height: told.height, width: told.width, tokens: [...told.tokens] },
    tokens: [...grid.tokens],
    stats: { positions: stats.positions, tokens: stats.tokens, elapsedMs: Math.round(stats.elapsedMs) },
  };
}
