import type { RunRecord } from '../core/runRecord.ts';
import { EMPTY } from '../core/grid.ts';
import { gridOfRecord } from '../core/recordedRun.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import { DrawnQueue } from './drawnQueue.ts';
import { finishRun, type Post } from './finishRun.ts';
import type { LoadedModel } from './model.ts';
import { recordedCondition } from './recordedContext.ts';
import { sample, scheduleOf, type SampleJob } from './sample.ts';

/**
 * Draws the empty cells of a record with its settings and its own condition tokens, so it needs no layout. Told like
 * an ordinary run: tokens in batches, then the end with the picture; a cancelled one ends with what was drawn.
 * @throws TesseraError `other-model`, and those of the schedule, the engine and the decoder
 */
export async function resample(
  model: LoadedModel,
  engine: DecodeEngine,
  id: number,
  record: RunRecord,
  post: Post,
  signal: AbortSignal,
): Promise<void> {
  const keep = gridOfRecord(record);
  const job: SampleJob = {
    height: keep.height,
    width: keep.width,
    condition: recordedCondition(model, record),
    settings: record.settings,
    ...(keep.tokens.some((token) => token !== EMPTY) && { keep }),
  };
  const queue = new DrawnQueue(id, scheduleOf(model, engine, job), post);
  const drawn = await sample(model, engine, { ...job, signal, onDrawn: (one) => queue.add(one) });
  queue.flush();
  await finishRun(id, await model.decoder(), drawn, post, signal);
}
