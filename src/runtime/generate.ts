import { type ConditionInput, resampleInput } from '../conditioning/input.ts';
import { downsampling } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import { EMPTY, type TokenGrid } from '../core/grid.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import { BandTracker } from './bands.ts';
import { rememberedCondition } from './conditionMemory.ts';
import { DrawnQueue } from './drawnQueue.ts';
import { EvennessWatch } from './evenness.ts';
import { finishRun, type Post } from './finishRun.ts';
import type { LoadedModel } from './model.ts';
import { BandPreview } from './preview.ts';
import type { GenerateJob } from './protocol.ts';
import { sample, scheduleOf, type SampleJob } from './sample.ts';

/**
 * One run, from the layout to the picture, told as it goes: tokens in batches, completed bands, the end.
 * A cancelled run ends at once with what was drawn and is not decoded any further.
 * @throws TesseraError `size-not-whole`, `condition-mismatch`, `cancelled` before the first token, and those of the condition, the schedule, the engine and the decoder
 */
export async function generate(
  model: LoadedModel,
  engine: DecodeEngine,
  id: number,
  job: GenerateJob,
  post: Post,
  signal: AbortSignal,
): Promise<void> {
  const image = await model.decoder();
  const factor = downsampling(model.imageStage);
  const sampling = await sampleJob(model, job, factor, signal);
  const grid = gridOf(sampling);
  const schedule = scheduleOf(model, engine, sampling);
  const queue = new DrawnQueue(id, schedule, post);
  const bands = new BandTracker(grid);
  const preview = new BandPreview(image, grid, (pixels) =>
    post({ type: 'pixels', id, pixels }, [pixels.rgba.buffer]),
  );
  const evenness = new EvennessWatch(schedule, model.imageStage.codes);
  let left = schedule.steps.length;
  const result = await sample(model, engine, {
    ...sampling,
    signal,
    wantLogits: evenness.wants,
    onDrawn: (drawn) => {
      evenness.hear(drawn);
      grid.tokens[drawn.step.row * grid.width + drawn.step.column] = drawn.token;
      queue.add(drawn);
      left--;
      const band = bands.drawn(drawn.step.row);
      // The last band is not previewed: the whole picture follows at once.
      if (band && left > 0) preview.add(band);
    },
  }).catch(async (error: unknown) => {
    // A preview that went on would touch the next device after a lost one.
    await preview.stop();
    throw error;
  });
  queue.flush();
  if (evenness.doubt !== null) post({ type: 'doubt', doubt: { about: 'guesses', evenness: evenness.doubt } });
  // Told before it has stopped: a block of the preview may still be computing.
  const stopped = preview.stop();
  await finishRun(id, image, result, post, signal);
  await stopped;
}

/** What was kept, and empty cells for what is to be drawn. */
function gridOf({ height, width, keep }: SampleJob): TokenGrid {
  return { height, width, tokens: keep?.tokens.slice() ?? new Int32Array(height * width).fill(EMPTY) };
}

async function sampleJob(
  model: LoadedModel,
  job: GenerateJob,
  factor: number,
  signal: AbortSignal,
): Promise<SampleJob> {
  const height = job.height / factor;
  const width = job.width / factor;
  if (!Number.isInteger(height) || !Number.isInteger(width)) {
    throw new TesseraError(
      'size-not-whole',
      `${job.width} x ${job.height} pixels are not whole tokens of ${factor} x ${factor}`,
      `choose multiples of ${factor}`,
    );
  }
  const condition = await rememberedCondition(model, conditionInput(job), { signal }).catch(
    (error: unknown) => {
      throw signal.aborted ? cancelledEarly(error) : error;
    },
  );
  const keep = job.keep && { height, width, tokens: job.keep };
  return { height, width, condition, settings: job.settings, keep };
}

/** @throws TesseraError `condition-mismatch` */
function conditionInput({ height, width, condition, settings }: GenerateJob): ConditionInput {
  if (condition.kind !== settings.kind) {
    throw new TesseraError(
      'condition-mismatch',
      `the run is asked for a ${settings.kind} condition and was given ${condition.kind}`,
      'choose the condition again',
    );
  }
  return resampleInput(condition, height, width);
}

function cancelledEarly(cause: unknown): TesseraError {
  return new TesseraError('cancelled', 'this was cancelled before anything was drawn', 'start it again', {
    cause,
  });
}
