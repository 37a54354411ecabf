/** What a file or folder holds, as plain data for `tessera inspect` and the page's import dialog. */
import type { TransformerArchitecture, VqganArchitecture } from '../core/architecture.ts';
import { type CatalogueEntry, recogniseModel } from './catalogue.ts';
import { checkFinite } from './checkFinite.ts';
import { type Dtype, DTYPE_BYTES, elementCount } from './dtypes.ts';
import { conditioningsOf } from './infer/conditionings.ts';
import { type Ignored, inferArchitecture, type InferredModel } from './infer/inferArchitecture.ts';
import { type TensorShapes, transformerTensors, vqganTensors } from './infer/networkTensors.ts';
import type { ReferenceConfig } from './infer/referenceConfig.ts';
import type { Conditioning, Manifest } from './manifest.ts';
import { tensorsOf } from './modelParts.ts';
import type { ContainerKind, OpenedCheckpoint } from './openTensors.ts';
import { storedBytes } from './quantize.ts';
import type { InferredStage } from './infer/inferVqgan.ts';
import type { TensorSource } from './tensorSource.ts';

export interface ModelDescription {
  readonly container: ContainerKind | 'model-folder';
  readonly fileBytes: number;
  readonly imageStage: VqganArchitecture | null;
  readonly conditioning: readonly Conditioning[];
  /** `heads` is null when only a YAML could tell it; then `headCandidates` lists what fits, usual first. */
  readonly transformer: (Omit<TransformerArchitecture, 'heads'> & { readonly heads: number | null }) | null;
  readonly headCandidates: readonly number[];
  readonly permuted: boolean;
  readonly parameters: {
    readonly imageStage: number;
    readonly conditioning: number;
    readonly transformer: number;
  };
  /** Bytes that a converted model keeps, by dtype. */
  readonly keptBytes: Readonly<Record<Manifest['dtype'], number>>;
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: Dtype;
    readonly shape: readonly number[];
  }[];
  readonly ignored: readonly Ignored[];
  readonly warnings: readonly string[];
  /** Published models with these shapes. */
  readonly published: readonly CatalogueEntry[];
}

/** Weights up to this size are read and checked for NaN; larger ones are checked when they are converted. */
const CHECKED_BYTES = 64 * 2 ** 20;

/**
 * Describes a checkpoint.
 * @param stages those of other files, which take the place of the checkpoint's own
 * @throws TesseraError as inferArchitecture; `weights-not-finite` for small files
 */
export async function describeCheckpoint(
  opened: OpenedCheckpoint,
  config: ReferenceConfig | null,
  stages: { readonly imageStage?: InferredStage; readonly conditionStage?: InferredStage } = {},
): Promise<ModelDescription> {
  const own = await inferArchitecture(opened.source, config);
  const model = { ...own, ...stages };
  const image = model.imageStage?.architecture ?? null;
  const { list, warnings } = conditioningsOf(
    image,
    model.conditionStage,
    model.transformer,
    config,
    model.further,
  );
  const heads = config?.transformer?.n_head ?? null;
  const transformer = model.transformer ? { ...model.transformer.architecture, heads } : null;
  const optimizer: Ignored[] =
    opened.unusedBytes > 0
      ? [{ what: 'optimizer state, never read', tensors: 0, bytes: opened.unusedBytes }]
      : [];
  const checked = await checkSmall(model);
  const published = recogniseModel({ imageStage: image, conditioning: list, transformer }, opened.fileBytes);
  return {
    ...summary({ imageStage: image, conditioning: list, transformer }),
    container: opened.container,
    fileBytes: opened.fileBytes,
    headCandidates: model.transformer?.headCandidates ?? [],
    permuted: model.permuter !== undefined,
    tensors: listTensors(opened.source),
    ignored: [...optimizer, ...model.ignored],
    warnings: [
      ...opened.warnings,
      ...model.warnings,
      ...warnings,
      ...(transformer && heads === null ? [headWarning(model)] : []),
      ...(checked ? [] : ['values are not looked at here; the conversion checks them']),
    ],
    published,
  };
}

/** Describes a model folder. */
export function describeModel(manifest: Manifest, source: TensorSource): ModelDescription {
  return { ...describeManifest(manifest), tensors: listTensors(source) };
}

/** What a folder's model.json alone tells. */
export function describeManifest(manifest: Manifest): Omit<ModelDescription, 'tensors'> {
  const fileBytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    ...summary(manifest),
    container: 'model-folder',
    fileBytes,
    headCandidates: [],
    permuted: manifest.permuter !== undefined,
    ignored: [],
    warnings: [],
    published: recogniseModel(manifest, fileBytes),
  };
}

interface Networks {
  readonly imageStage: VqganArchitecture | null;
  readonly conditioning: readonly Conditioning[];
  readonly transformer: ModelDescription['transformer'];
}

function summary({ imageStage, conditioning, transformer }: Networks) {
  const count = (shapes: TensorShapes): number =>
    [...shapes.values()].reduce((sum, shape) => sum + elementCount(shape), 0);
  const stages = conditioning.flatMap(({ stage }) =>
    stage?.type === 'vqgan' ? [count(vqganTensors(stage))] : [],
  );
  const shapes = tensorsOf({
    imageStage,
    conditioning,
    transformer: transformer && { ...transformer, heads: 1 },
  });
  const kept = (dtype: Manifest['dtype']): number =>
    [...shapes].reduce((sum, [name, shape]) => sum + storedBytes(name, shape, dtype), 0);
  return {
    imageStage,
    conditioning,
    transformer,
    parameters: {
      imageStage: imageStage ? count(vqganTensors(imageStage)) : 0,
      conditioning: stages.reduce((sum, one) => sum + one, 0),
      transformer: transformer ? count(transformerTensors(transformer)) : 0,
    },
    keptBytes: { f32: kept('f32'), f16: kept('f16'), int8: kept('int8') },
  };
}

function headWarning({ transformer }: InferredModel): string {
  const [usual, ...others] = transformer?.headCandidates ?? [];
  return `the number of attention heads is not in the weights: ${usual} is usual, ${others.slice(0, 6).join(', ')} would fit too`;
}

function listTensors(source: TensorSource): ModelDescription['tensors'] {
  return [...source.tensors.values()].map(({ name, dtype, shape }) => ({ name, dtype, shape }));
}

/** Whether the weights were looked at. @throws TesseraError `weights-not-finite` */
async function checkSmall(model: InferredModel): Promise<boolean> {
  const parts = [
    ...(model.imageStage
      ? [{ ...model.imageStage, shapes: vqganTensors(model.imageStage.architecture) }]
      : []),
    ...(model.conditionStage
      ? [{ ...model.conditionStage, shapes: vqganTensors(model.conditionStage.architecture) }]
      : []),
    ...model.further.flatMap(({ inferred }) =>
      inferred ? [{ ...inferred, shapes: vqganTensors(inferred.architecture) }] : [],
    ),
    ...(model.transformer
      ? [{ ...model.transformer, shapes: transformerTensors(model.transformer.architecture) }]
      : []),
  ];
  const bytes = parts
    .flatMap(({ shapes }) => [...shapes.values()])
    .reduce((sum, shape) => sum + elementCount(shape) * DTYPE_BYTES.f32, 0);
  if (bytes > CHECKED_BYTES) return false;
  for (const { source, prefix, shapes } of parts) {
    for (const name of shapes.keys()) checkFinite(await source.readFloat32(name), prefix + name);
  }
  return true;
}
