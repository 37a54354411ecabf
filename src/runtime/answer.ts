import { TesseraError } from '../core/errors.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import { inspectAttention, inspectToken, surveyWindow } from './inspect.ts';
import type { Answer, Question } from './inspectProtocol.ts';
import type { LoadedModel } from './model.ts';
import { toPixels } from './pixels.ts';

/** Cells around a part that are decoded along with it. */
const PART_HALO = 3;

/** @throws TesseraError `no-transformer`, and those of the question's own function */
export async function answer(
  model: LoadedModel,
  engine: DecodeEngine | null,
  question: Question,
  signal: AbortSignal,
): Promise<Answer> {
  if (question.about === 'part') {
    const image = await model.decoder();
    const picture = await image.decodeWindow(question, question.part, PART_HALO, { signal });
    const place = { top: question.part.top * image.factor, left: question.part.left * image.factor };
    return { about: 'part', pixels: toPixels(picture, 0, picture.height, place) };
  }
  if (!engine) {
    throw new TesseraError(
      'no-transformer',
      `${model.manifest.name} has no transformer, so no token of it was ever drawn`,
      'choose a model with a transformer',
    );
  }
  switch (question.about) {
    case 'token':
      return inspectToken(model, engine, question, signal);
    case 'window':
      return surveyWindow(model, engine, question);
    case 'attention':
      return inspectAttention(model, question, signal);
  }
}
