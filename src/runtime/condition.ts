import type { Conditioning } from '../checkpoint/manifest.ts';
import { coordinateTokens } from '../conditioning/coordinates.ts';
import { depthPicture, type DepthMap } from '../conditioning/depth.ts';
import { edgesPicture } from '../conditioning/edges.ts';
import { lowResolutionPicture } from '../conditioning/lowResolution.ts';
import type { Photo } from '../conditioning/photo.ts';
import { pictureTokens } from '../conditioning/pictureTokens.ts';
import { classTokens, startTokens } from '../conditioning/prefix.ts';
import { segmentationTokens } from '../conditioning/segmentation.ts';
import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';
import { checkLabels, type LabelMap } from '../core/layout.ts';
import type { ConditionKind } from '../core/settings.ts';
import type { RunOptions } from '../networks/vqgan/vqgan.ts';
import type { LoadedModel } from './model.ts';

/** What a condition is made from. */
export type ConditionInput =
  | { readonly kind: 'segmentation'; readonly map: LabelMap }
  | { readonly kind: 'depth'; readonly map: DepthMap }
  | { readonly kind: 'edges' | 'low-resolution'; readonly photo: Photo }
  | { readonly kind: 'class'; readonly id: number }
  /** Size of the picture in pixels. */
  | { readonly kind: 'coordinates'; readonly height: number; readonly width: number }
  | { readonly kind: 'none' };

/**
 * The tokens that the transformer is told, by the model's stage of that kind.
 * @throws TesseraError `condition-kind`, `unknown-labels`, and those of the stages
 */
export async function prepareCondition(
  model: LoadedModel,
  input: ConditionInput,
  options?: RunOptions,
): Promise<ConditionTokens> {
  const conditioning = model.manifest.conditioning[model.conditioningIndex(input.kind)];
  const { tokenOffset, labels } = conditioning;
  switch (input.kind) {
    case 'segmentation':
      if (labels !== undefined) checkLabels(input.map, labels);
      return segmentationTokens(await encoder(model, input.kind), input.map, tokenOffset, options);
    case 'depth':
      return pictureTokens(await encoder(model, input.kind), depthPicture(input.map), tokenOffset, options);
    case 'edges':
      return pictureTokens(await encoder(model, input.kind), edgesPicture(input.photo), tokenOffset, options);
    case 'low-resolution': {
      const picture = lowResolutionPicture(input.photo);
      return pictureTokens(await encoder(model, input.kind), picture, tokenOffset, options);
    }
    case 'coordinates': {
      const stage = stageOf(conditioning, 'coordinates');
      return coordinateTokens(stage, input.height, input.width, tokenOffset);
    }
    case 'class':
      return classTokens(stageOf(conditioning, 'class'), input.id, tokenOffset);
    case 'none':
      return startTokens(stageOf(conditioning, 'sos'), tokenOffset);
  }
}

function encoder(model: LoadedModel, kind: ConditionKind): ReturnType<LoadedModel['conditionEncoder']> {
  return model.conditionEncoder(kind);
}

type Stage = NonNullable<Conditioning['stage']>;

function stageOf<T extends Stage['type']>(
  { stage, kind }: Conditioning,
  type: T,
): Extract<Stage, { type: T }> {
  if (stage?.type === type) return stage as Extract<Stage, { type: T }>;
  throw new TesseraError(
    'no-condition-stage',
    `the model's ${kind} condition does not say how it is made`,
    'convert the model again with its YAML file',
  );
}
