/**
 * Checkpoint -> model folder, one tensor in memory at a time. Works on any ByteSource and FolderWriter, so the
 * command and the page share it.
 */
import type { TransformerArchitecture } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { ConditionKind } from '../core/settings.ts';
import type { FolderWriter } from './folderWriter.ts';
import { conditioningsOf } from './infer/conditionings.ts';
import { headsInWeights } from './infer/headsInWeights.ts';
import type { Ignored, InferredModel } from './infer/inferArchitecture.ts';
import type { InferredTransformer } from './infer/inferTransformer.ts';
import type { InferredStage } from './infer/inferVqgan.ts';
import type { ReferenceConfig } from './infer/referenceConfig.ts';
import { labelSet, labelSetOfSize } from './labelSets.ts';
import type { Conditioning, Manifest, ModelFile } from './manifest.ts';
import { checkManifest } from './manifestSchema.ts';
import { isConditionDecoder, partOfTensor } from './modelParts.ts';
import { type MoveOptions, moveTensors, type Quantized, stageJobs, transformerJobs } from './moveTensors.ts';
import { checkFurther, checkVocabulary } from './stagesAgree.ts';

export interface ConvertOptions extends MoveOptions {
  /** From `--n-head`; else the YAML's. */
  readonly heads?: number;
  readonly config?: ReferenceConfig | null;
  /** Stages of other files, which take the place of the checkpoint's own. */
  readonly imageStage?: InferredStage;
  readonly conditionStage?: InferredStage;
  readonly about: Pick<Manifest, 'id' | 'name' | 'description' | 'license' | 'source' | 'trainedOn'>;
  /** Names of a segmentation condition's labels; those of the published sets by default. */
  readonly labels?: readonly Label[];
  /** What people should know about a kind of condition of this model. */
  readonly notes?: Partial<Record<ConditionKind, string>>;
  /** What the model is best drawn with. */
  readonly sampling?: Manifest['sampling'];
  /** Names of a class condition's classes. */
  readonly classes?: readonly Label[];
}

export interface ConvertReport {
  readonly manifest: Manifest;
  readonly ignored: readonly Ignored[];
  readonly warnings: readonly string[];
  readonly quantized: readonly Quantized[];
}

/** Stands for the files that are not there yet. */
const NO_FILE: ModelFile = { path: 'none.safetensors', bytes: 0, sha256: '0'.repeat(64) };

/**
 * Converts what was inferred from a checkpoint. Whatever goes wrong, `writer.discard()` has run.
 * @throws TesseraError `head-count-needed`, `head-count-invalid`, `stages-disagree`, `weights-not-finite`
 *   naming the tensor, `manifest-invalid`, `cancelled`, and everything that reading throws
 */
export async function convert(
  model: InferredModel,
  writer: FolderWriter,
  options: ConvertOptions,
): Promise<ConvertReport> {
  try {
    const report = await write(model, writer, options);
    const sink = await writer.create('model.json');
    await sink.write(new TextEncoder().encode(`${JSON.stringify(report.manifest, null, 2)}\n`));
    await sink.close();
    await writer.commit();
    return report;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function write(
  model: InferredModel,
  writer: FolderWriter,
  options: ConvertOptions,
): Promise<ConvertReport> {
  const imageStage = options.imageStage ?? model.imageStage;
  const conditionStage = options.conditionStage ?? model.conditionStage;
  const transformer = model.transformer ? withHeads(model.transformer, options) : null;
  const { list, warnings } = conditioningsOf(
    imageStage?.architecture ?? null,
    conditionStage,
    model.transformer,
    options.config ?? null,
    model.further,
  );
  const conditioning = list.map((one) => {
    const note = options.notes?.[one.kind];
    return { ...withLabels(one, options), ...(note && { note }) };
  });
  checkVocabulary(imageStage, conditionStage, transformer);
  if (transformer) model.further.forEach(({ conditioning: one }) => checkFurther(one, transformer));
  const jobs = [
    ...(imageStage ? stageJobs(imageStage, 'imageStage.') : []),
    ...list.flatMap(({ kind }, i) => {
      const own = model.further.find((one) => one.conditioning.kind === kind);
      const stage = own ? own.inferred : conditionStage;
      const jobs = stage ? stageJobs(stage, `conditioning.${i}.`) : [];
      // The first condition keeps its decoder, as published; those of further ones would only be downloaded.
      return own ? jobs.filter(({ to }) => !isConditionDecoder(partOfTensor(to))) : jobs;
    }),
    ...(model.transformer ? transformerJobs(model.transformer) : []),
  ];
  const manifestOf = (files: readonly ModelFile[]): Manifest =>
    checkManifest({
      format: 'tessera-model',
      version: 1,
      ...options.about,
      imageStage: imageStage?.architecture ?? null,
      conditioning,
      transformer,
      ...(model.permuter && { permuter: model.permuter }),
      ...(options.sampling && { sampling: options.sampling }),
      files,
      dtype: options.dtype,
    });
  // What it would be refused for is told before minutes of work, not after them.
  manifestOf([NO_FILE]);
  const { files, quantized, notes } = await moveTensors(jobs, writer, options);
  return {
    manifest: manifestOf(files),
    ignored: model.ignored,
    warnings: [
      ...model.warnings,
      ...warnings,
      ...notes,
      ...(await headDoubts(model.transformer, transformer)),
    ],
    quantized,
  };
}

/** The given head count is kept: whoever gave it may know better than its traces in the weights. */
async function headDoubts(
  inferred: InferredTransformer | null,
  transformer: TransformerArchitecture | null,
): Promise<string[]> {
  if (!inferred || !transformer) return [];
  const shown = await headsInWeights(inferred.source, inferred.architecture, inferred.headCandidates);
  if (shown === null || shown === transformer.heads) return [];
  return [`the weights look trained with ${shown} attention heads, and ${transformer.heads} were given`];
}

/** The head count is nowhere in the weights, and a wrong one runs and gives garbage, so it is never guessed. */
function withHeads(transformer: InferredTransformer, options: ConvertOptions): TransformerArchitecture {
  const { architecture, headCandidates } = transformer;
  const heads = options.heads ?? options.config?.transformer?.n_head;
  if (heads === undefined) {
    const others = headCandidates.slice(1, 8).join(', ');
    throw new TesseraError(
      'head-count-needed',
      'the number of attention heads is not in the weights',
      `give --config with the YAML file, or --n-head N (${headCandidates[0]} is usual for a width of ${architecture.width}; ${others || 'nothing else'} would fit too)`,
    );
  }
  if (!Number.isInteger(heads) || heads < 1 || architecture.width % heads !== 0) {
    throw new TesseraError(
      'head-count-invalid',
      `${heads} heads do not divide the width of ${architecture.width}`,
      `give one of ${headCandidates.slice(0, 8).join(', ')}`,
    );
  }
  return { ...architecture, heads };
}

function withLabels(
  conditioning: Conditioning,
  { labels, classes }: Pick<ConvertOptions, 'labels' | 'classes'>,
): Conditioning {
  if (conditioning.kind === 'class' && classes) return { ...conditioning, labels: classes };
  if (conditioning.kind !== 'segmentation' || conditioning.stage?.type !== 'vqgan') return conditioning;
  const set = labelSetOfSize(conditioning.stage.inChannels);
  const named = labels ?? (set ? labelSet(set) : undefined);
  return named ? { ...conditioning, labels: named } : conditioning;
}
