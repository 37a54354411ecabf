/** Which of several files is what: the one with the transformer, and those that supply a stage it lacks. */
import { blobBytes } from '../checkpoint/blobBytes.ts';
import { inferArchitecture, type InferredModel } from '../checkpoint/infer/inferArchitecture.ts';
import type { InferredStage } from '../checkpoint/infer/inferVqgan.ts';
import { parseReferenceConfig, type ReferenceConfig } from '../checkpoint/infer/referenceConfig.ts';
import { openTensors, type OpenedCheckpoint } from '../checkpoint/openTensors.ts';
import { stageOfCheckpoint, type StageRole } from '../checkpoint/supplyStage.ts';
import { TesseraError } from '../core/errors.ts';

interface Opened {
  readonly file: File;
  readonly checkpoint: OpenedCheckpoint;
  readonly model: InferredModel;
}

export interface Arranged {
  readonly main: Opened;
  readonly config: ReferenceConfig | null;
  readonly stages: { readonly imageStage?: InferredStage; readonly conditionStage?: InferredStage };
  readonly supplied: readonly { readonly role: StageRole; readonly file: string }[];
}

/**
 * Opens the files and finds the role of each. Only indexes are read.
 * @throws TesseraError `files-unclear`, `stage-not-needed`, `stage-missing`, and those of the readers
 */
export async function arrange(files: readonly File[], configFile: File | null): Promise<Arranged> {
  const config = configFile ? parseReferenceConfig(await configFile.text()) : null;
  const opened: Opened[] = [];
  for (const file of files) {
    const checkpoint = await openTensors(blobBytes(file));
    opened.push({ file, checkpoint, model: await inferArchitecture(checkpoint.source, config) });
  }
  const main = mainOf(opened);
  const roles = new Map<StageRole, Opened>();
  for (const other of opened) if (other !== main) roles.set(roleOf(other, main, roles), other);
  const image = roles.get('image');
  const imageStage = image && stageOfCheckpoint(image.model, 'image');
  const condition = roles.get('condition');
  const conditionStage = condition
    ? stageOfCheckpoint(condition.model, 'condition')
    : config?.conditionIsImageStage
      ? imageStage
      : undefined;
  return {
    main,
    config,
    stages: { ...(imageStage && { imageStage }), ...(conditionStage && { conditionStage }) },
    supplied: [...roles].map(([role, { file }]) => ({ role, file: file.name })),
  };
}

function mainOf(opened: readonly Opened[]): Opened {
  if (opened.length === 1) return opened[0];
  const drawing = opened.filter(({ model }) => model.transformer);
  if (drawing.length === 1) return drawing[0];
  throw new TesseraError(
    'files-unclear',
    drawing.length === 0
      ? 'none of these files holds a transformer'
      : `${drawing.map(({ file }) => file.name).join(' and ')} hold a transformer each`,
    'open one model at a time: the file with the transformer, its YAML, and files with the stages it lacks',
  );
}

/** A stage of labels or depth tells a condition; another one is what the main file lacks, the image stage first. */
function roleOf(other: Opened, main: Opened, taken: ReadonlyMap<StageRole, Opened>): StageRole {
  const stage = (other.model.imageStage ?? other.model.conditionStage)?.architecture;
  const isCondition = stage && (stage.segmentation || stage.inChannels === 1);
  const free: StageRole[] = [];
  if (!isCondition && !main.model.imageStage) free.push('image');
  if (!main.model.conditionStage) free.push('condition');
  const role = free.find((one) => !taken.has(one));
  if (role) return role;
  throw new TesseraError(
    'stage-not-needed',
    `${main.file.name} needs no stage from ${other.file.name}`,
    'open one model at a time',
  );
}
