import { downsampling } from '../../src/core/architecture.ts';
import { type ConditionKind, DEFAULT_SETTINGS } from '../../src/core/settings.ts';
import type { DecodeEngine } from '../../src/engine/engine.ts';
import type { BackendName } from '../../src/networks/tf.ts';
import type { ConditionInput } from '../../src/conditioning/input.ts';
import { generate } from '../../src/runtime/generate.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import type { GenerateJob } from '../../src/runtime/protocol.ts';
import type { PictureFigure } from '../report/report.ts';
import { median } from './statistics.ts';

export interface PictureOptions {
  readonly backend: BackendName;
  readonly runs: number;
  readonly onProgress: (what: string) => void;
  readonly signal: AbortSignal;
}

/** Tokens along each side: one window of the usual block of 512. */
const SIDE = 16;

interface Times {
  readonly token: number;
  readonly preview: number;
  readonly window: number;
  readonly decode: number;
}

/**
 * Whole pictures with a model's own weights, as Generate makes them.
 * @returns null when the model draws from something that cannot be made up here (a drawing, a photo)
 */
export async function measurePictures(
  model: LoadedModel,
  engine: DecodeEngine,
  { backend, runs, onProgress, signal }: PictureOptions,
): Promise<PictureFigure | null> {
  const job = jobFor(model);
  if (job === null) return null;
  const times: Times[] = [];
  // Run 0 warms up and is not counted.
  for (let run = 0; run <= runs; run++) {
    signal.throwIfAborted();
    onProgress(`${model.manifest.name}: picture ${run === 0 ? 'to warm up' : `${run} of ${runs}`}`);
    const one = await timesOf(model, engine, { ...job, settings: { ...job.settings, seed: run } }, signal);
    if (run > 0) times.push(one);
  }
  const middle = (of: (one: Times) => number) => median(times.map(of));
  return {
    backend,
    model: model.manifest.id,
    grid: `${SIDE}x${SIDE}`,
    runs,
    firstTokenMs: middle(({ token }) => token),
    firstPreviewMs: middle(({ preview }) => preview),
    firstWindowMs: middle(({ window }) => window),
    decodeMs: middle(({ decode }) => decode),
  };
}

async function timesOf(
  model: LoadedModel,
  engine: DecodeEngine,
  job: GenerateJob,
  signal: AbortSignal,
): Promise<Times> {
  const seen = new Map<string, number>();
  let tokens: Int32Array | null = null;
  const started = performance.now();
  await generate(
    model,
    engine,
    0,
    job,
    (message) => {
      if (!seen.has(message.type)) seen.set(message.type, performance.now() - started);
      if (message.type === 'done') tokens = Int32Array.from(message.record.tokens);
    },
    signal,
  );
  signal.throwIfAborted();
  const decoder = await model.decoder();
  const before = performance.now();
  await decoder.decode({ height: SIDE, width: SIDE, tokens: tokens! });
  const decode = performance.now() - before;
  const window = seen.get('done')!;
  return { token: seen.get('drawn')!, preview: seen.get('pixels') ?? window, window, decode };
}

function jobFor({ manifest, imageStage }: LoadedModel): GenerateJob | null {
  const size = SIDE * downsampling(imageStage);
  const kinds = manifest.conditioning.map(({ kind }) => kind);
  const condition = conditionFor(kinds, size);
  if (condition === null) return null;
  const settings = { ...DEFAULT_SETTINGS, kind: condition.kind, window: 'exact' } as const;
  return { height: size, width: size, settings, condition };
}

function conditionFor(kinds: readonly ConditionKind[], size: number): ConditionInput | null {
  if (kinds.includes('segmentation')) {
    // Two fields of labels, one above the other.
    const labels = Uint8Array.from({ length: size * size }, (_, i) => (i < (size * size) / 2 ? 1 : 2));
    return { kind: 'segmentation', map: { height: size, width: size, labels } };
  }
  if (kinds.includes('class')) return { kind: 'class', id: 0 };
  return kinds.includes('none') ? { kind: 'none' } : null;
}
