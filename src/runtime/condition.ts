import type { Conditioning } from '../checkpoint/manifest.ts';
import { coordinateTokens } from '../conditioning/coordinates.ts';
import { depthPicture } from '../conditioning/depth.ts';
import { edgesOf, edgesPicture } from '../conditioning/edges.ts';
import type { ConditionInput } from '../conditioning/input.ts';
import { lowResolutionPicture, shrink } from '../conditioning/lowResolution.ts';
import { photoPicture } from '../conditioning/photo.ts';
import { pictureTokens } from '../conditioning/pictureTokens.ts';
import { posePicture } from '../conditioning/pose.ts';
import { classTokens, startTokens } from '../conditioning/prefix.ts';
import { segmentationTokens } from '../conditioning/segmentation.ts';
import type { ConditionTokens } from '../core/condition.ts';
import { TesseraError } from '../core/errors.ts';
import { checkLabels } from '../core/layout.ts';
import type { ConditionKind } from '../core/settings.ts';
import type { RunOptions } from '../networks/vqgan/imageDecoder.ts';
import type { LoadedModel } from './model.ts';

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
    case 'edges': {
      const stage = await encoder(model, input.kind);
      const edges = 'edges' in input ? input.edges : edgesOf(input.photo, input.canny);
      const picture = edgesPicture(edges, stage.architecture.inChannels);
      return pictureTokens(stage, picture, tokenOffset, options);
    }
    case 'low-resolution': {
      const { height, width } = 'photo' in input ? input.photo : input;
      const small = 'photo' in input ? shrink(input.photo, input.factor) : input.small;
      const picture = lowResolutionPicture(small, height, width);
      return pictureTokens(await encoder(model, input.kind), picture, tokenOffset, options);
    }
    case 'pose': {
      const picture = 'pose' in input ? posePicture(input.pose) : photoPicture(input.photo);
      return pictureTokens(await encoder(model, input.kind), picture, tokenOffset, options);
    }
    case 'coordinates': {
      const stage = stageOf(conditioning, 'coordinates');
      // Conditions with an offset have rows of their own in the vocabulary, and other ones' lie behind them.
      const most = tokenOffset === 0 ? model.transformer.vocabulary - 1 : stage.codes - 1;
      return coordinateTokens(stage, input.height, input.width, tokenOffset, most);
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
