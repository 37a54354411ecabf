/** Whether a transformer can have been trained with the stages that it is given. */
import type { TransformerArchitecture } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import type { InferredStage } from './infer/inferVqgan.ts';
import type { Conditioning } from './manifest.ts';

/**
 * Image and condition ids index the same rows of `tok_emb` (reference section 3).
 * @throws TesseraError `stages-disagree`
 */
export function checkVocabulary(
  imageStage: InferredStage | null,
  conditionStage: InferredStage | null,
  transformer: TransformerArchitecture | null,
): void {
  if (!transformer) return;
  const codes = imageStage?.architecture.codes ?? 0;
  const conditionCodes = conditionStage ? conditionStage.architecture.codes + conditionStage.tokenOffset : 0;
  const most = Math.max(codes, conditionCodes);
  if (most <= transformer.vocabulary) return;
  throw new TesseraError(
    'stages-disagree',
    `the ${codes >= conditionCodes ? 'image' : 'condition'} stage has ids up to ${most - 1}, and the transformer knows ${transformer.vocabulary}`,
    'give the stages that the transformer was trained with',
  );
}

/** The same of a condition of our own checkpoints. @throws TesseraError `stages-disagree` */
export function checkFurther(
  { kind, stage, tokenOffset }: Conditioning,
  transformer: TransformerArchitecture,
): void {
  if (stage === null) return;
  const ids = stage.type === 'sos' ? stage.token + 1 : stage.type === 'class' ? stage.classes : stage.codes;
  const most = ids + tokenOffset;
  if (most > transformer.vocabulary) {
    throw new TesseraError(
      'stages-disagree',
      `the ${kind} condition has ids up to ${most - 1}, and the transformer knows ${transformer.vocabulary}`,
      'export it with the token offset that it was trained with',
    );
  }
  if ('repeat' in stage && (stage.repeat ?? 1) > transformer.blockSize) {
    throw new TesseraError(
      'stages-disagree',
      `the ${kind} condition fills ${stage.repeat} positions, and the transformer has ${transformer.blockSize}`,
      'export it with the length that it was trained with',
    );
  }
}
