/** A stage taken from another file, for checkpoints that lack it (`--image-stage`, `--condition-stage`). */
import { TesseraError } from '../core/errors.ts';
import type { InferredModel } from './infer/inferArchitecture.ts';
import type { InferredStage } from './infer/inferVqgan.ts';
import type { Manifest } from './manifest.ts';
import { type TensorSource, withPrefix } from './tensorSource.ts';

export type StageRole = 'image' | 'condition';

/**
 * The stage for a role: a file's own one, or the image stage of a stand-alone VQGAN.
 * @throws TesseraError `stage-missing`
 */
export function stageOfCheckpoint(model: InferredModel, role: StageRole): InferredStage {
  const stage = role === 'condition' ? (model.conditionStage ?? model.imageStage) : model.imageStage;
  if (!stage) throw missing(role);
  return stage;
}

/** The same from a model folder. */
export function stageOfFolder(manifest: Manifest, source: TensorSource, role: StageRole): InferredStage {
  if (role === 'condition') {
    for (const [i, { stage, tokenOffset }] of manifest.conditioning.entries()) {
      const prefix = `conditioning.${i}.`;
      if (stage?.type === 'vqgan')
        return { architecture: stage, source: withPrefix(source, prefix), prefix, tokenOffset };
    }
  }
  if (!manifest.imageStage) throw missing(role);
  const prefix = 'imageStage.';
  return { architecture: manifest.imageStage, source: withPrefix(source, prefix), prefix, tokenOffset: 0 };
}

function missing(role: StageRole): TesseraError {
  return new TesseraError(
    'stage-missing',
    `the file given for the ${role} stage holds no VQGAN`,
    'give a VQGAN checkpoint, or a model folder with one',
  );
}
