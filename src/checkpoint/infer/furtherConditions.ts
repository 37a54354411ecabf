/**
 * Conditions beside `cond_stage_model.`: an extension of the reference's layout for one transformer that serves several kinds
 * (docs/format.md). Stages with weights lie under `cond_stages.<kind>.`; those without are integers there.
 */
import type { ClassArchitecture, CoordinateArchitecture, SosArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import type { ConditionKind } from '../../core/settings.ts';
import type { Conditioning } from '../manifest.ts';
import { missingTensor } from '../readers.ts';
import { type TensorSource, withPrefix } from '../tensorSource.ts';
import { type InferredStage, inferVqgan } from './inferVqgan.ts';

/** A condition of the file; `inferred` holds the weights of those that have some. */
export interface FurtherCondition {
  readonly conditioning: Conditioning;
  readonly inferred: InferredStage | null;
}

const FURTHER_PREFIX = 'cond_stages.';

/** Picture channels that the stage of a kind may see. */
const CHANNELS: Partial<Record<ConditionKind, readonly number[]>> = {
  depth: [1],
  edges: [1, 3],
  'low-resolution': [3],
  pose: [3],
};

/** Names of the integers of a stage without weights, `token_offset` aside. */
const NUMBERS = {
  class: ['classes', 'repeat'],
  coordinates: ['codes', 'factor'],
  none: ['token', 'repeat'],
} as const;

/** In the order of a model folder. Empty for files of the reference. @throws TesseraError `tensor-missing`, `architecture-unknown` */
export async function inferFurther(source: TensorSource): Promise<FurtherCondition[]> {
  const found: FurtherCondition[] = [];
  for (const kind of ['depth', 'edges', 'low-resolution', 'pose'] as const) {
    const stage = stageOf(source, kind);
    if (stage) found.push(await pictureCondition(kind, stage));
  }
  for (const kind of ['class', 'coordinates', 'none'] as const) {
    const stage = stageOf(source, kind);
    if (stage) found.push(await numberCondition(kind, stage));
  }
  return found;
}

/** Full names of the integers that `inferFurther` reads. */
export function furtherIntegers(): string[] {
  return Object.entries(NUMBERS).flatMap(([kind, names]) =>
    [...names, 'token_offset'].map((name) => `${FURTHER_PREFIX}${kind}.${name}`),
  );
}

function stageOf(source: TensorSource, kind: ConditionKind): TensorSource | null {
  const stage = withPrefix(source, `${FURTHER_PREFIX}${kind}.`);
  return stage.tensors.size > 0 ? stage : null;
}

async function pictureCondition(kind: ConditionKind, source: TensorSource): Promise<FurtherCondition> {
  const prefix = `${FURTHER_PREFIX}${kind}.`;
  const stage = await inferVqgan(source, prefix);
  const { inChannels } = stage.architecture;
  if (!CHANNELS[kind]?.includes(inChannels)) {
    throw odd(`${prefix}encoder sees ${inChannels} channels, which a ${kind} picture does not have`);
  }
  // a 1- or 3-channel picture is never a label map here, whatever buffers it carries
  const architecture = { ...stage.architecture, segmentation: false };
  const conditioning = { kind, stage: architecture, tokenOffset: stage.tokenOffset };
  return { conditioning, inferred: { ...stage, architecture } };
}

async function numberCondition(
  kind: 'class' | 'coordinates' | 'none',
  source: TensorSource,
): Promise<FurtherCondition> {
  const number = (name: string, least: number): Promise<number> => readNumber(source, kind, name, least);
  const read = {
    class: async (): Promise<ClassArchitecture> => ({
      type: 'class',
      classes: await number('classes', 1),
      repeat: await number('repeat', 1),
    }),
    coordinates: async (): Promise<CoordinateArchitecture> => ({
      type: 'coordinates',
      codes: await number('codes', 1),
      factor: await number('factor', 1),
    }),
    none: async (): Promise<SosArchitecture> => ({
      type: 'sos',
      token: await number('token', 0),
      repeat: await number('repeat', 1),
    }),
  };
  const stage = await read[kind]();
  return { conditioning: { kind, stage, tokenOffset: await number('token_offset', 0) }, inferred: null };
}

async function readNumber(source: TensorSource, kind: string, name: string, least: number): Promise<number> {
  const full = `${FURTHER_PREFIX}${kind}.${name}`;
  const info = source.tensors.get(name);
  if (!info) throw missingTensor(full);
  if (info.shape.reduce((product, size) => product * size, 1) !== 1) throw odd(`${full} is not one number`);
  const [value] = await source.readIntegers(name);
  if (!Number.isSafeInteger(value) || value < least || value > 2 ** 20) throw odd(`${full} is ${value}`);
  return value;
}

function odd(what: string): TesseraError {
  return new TesseraError(
    'architecture-unknown',
    what,
    'the file is damaged, or was trained for something else',
  );
}
