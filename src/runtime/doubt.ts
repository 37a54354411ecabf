import { codebookKinship } from '../checkpoint/infer/codebookInWeights.ts';
import { headsInWeights } from '../checkpoint/infer/headsInWeights.ts';
import type { LoadedModel } from './model.ts';
import type { ModelDoubt } from './protocol.ts';

/** Standard errors. Our own models have 50 and more; codebooks of other models and other orders stay within 3. */
const LEAST_KINSHIP = 5;

/**
 * What the weights say against the description of a model: another head count, or a codebook that the transformer was
 * not trained with. Untrained weights say nothing.
 * @throws TesseraError of reading
 */
export async function doubtAbout(model: LoadedModel): Promise<ModelDoubt | null> {
  const { transformer, imageStage } = model.manifest;
  if (!transformer || !imageStage) return null;
  const source = await model.transformerWeights();
  const { width, heads: stated } = transformer;
  const candidates = Array.from({ length: Math.min(width, 64) }, (_, i) => i + 1).filter(
    (heads) => width % heads === 0,
  );
  const shown = await headsInWeights(source, transformer, candidates);
  if (shown === null) return null;
  if (shown !== stated) return { about: 'heads', stated, shown };
  const { codebook: vectors } = await model.decoder();
  const { codes, embedDim: dim } = imageStage;
  const kinship = await codebookKinship(source, width, { vectors, codes, dim });
  return kinship !== null && kinship < LEAST_KINSHIP ? { about: 'codebook' } : null;
}
