/**
 * Checkpoint -> model folder, one tensor in memory at a time. Works on any ByteSource and FolderWriter, so the
 * command and the page share it.
 */
import type { TransformerArchitecture } from '../core/architecture.ts';
import { TesseraError } from '../core/errors.ts';
import type { Label } from '../core/labels.ts';
import type { ConditionKind } from '../core/settings.ts';
import { checkFinite } from './checkFinite.ts';
import { DTYPE_BYTES, elementCount } from './dtypes.ts';
import type { FolderWriter } from './folderWriter.ts';
import { conditioningsOf } from './infer/conditionings.ts';
import { headsInWeights } from './infer/headsInWeights.ts';
import type { Ignored, InferredModel } from './infer/inferArchitecture.ts';
import type { InferredTransformer } from './infer/inferTransformer.ts';
import type { InferredStage } from './infer/inferVqgan.ts';
import { transformerTensors, vqganTensors } from './infer/networkTensors.ts';
import type { ReferenceConfig } from './infer/referenceConfig.ts';
import { labelSet, labelSetOfSize } from './labelSets.ts';
import type { Conditioning, Manifest, ModelFile } from './manifest.ts';
import { checkManifest } from './manifestSchema.ts';
import { isConditionDecoder, type ModelPart, partOfTensor } from './modelParts.ts';
import { pack, type QuantizationError, storedAs } from './quantize.ts';
import { ShardWriter } from './shardWriter.ts';
import type { TensorSource } from './tensorSource.ts';

export interface ConvertOptions {
  readonly dtype: Manifest['dtype'];
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
  readonly onProgress?: (progress: ConvertProgress) => void;
  readonly signal?: AbortSignal;
}

interface ConvertProgress {
  readonly tensor: string;
  /** Bytes of weights read so far, and in all. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ConvertReport {
  readonly manifest: Manifest;
  readonly ignored: readonly Ignored[];
  readonly warnings: readonly string[];
  /** Tensors that are not stored as float32, with what that costs. */
  readonly quantized: readonly ({ readonly name: string; readonly dtype: string } & QuantizationError)[];
}

/** One tensor to move. */
interface Job {
  readonly from: string;
  readonly source: TensorSource;
  /** Name in the checkpoint, for messages. */
  readonly fileName: string;
  readonly to: string;
  readonly shape: readonly number[];
}

/**
 * Converts what was inferred from a checkpoint. Whatever goes wrong, `writer.discard()` has run.
 * @throws TesseraError `head-count-needed`, `head-count-invalid`, `stages-disagree`, `weights-not-finite`
 *   naming the tensor, `cancelled`, and everything that reading throws
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
  const { files, quantized, notes } = await moveTensors(jobs, writer, options);
  const manifest = checkManifest({
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
  return {
    manifest,
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

async function moveTensors(
  jobs: readonly Job[],
  writer: FolderWriter,
  { dtype, onProgress, signal }: ConvertOptions,
): Promise<{ files: ModelFile[]; quantized: ConvertReport['quantized']; notes: string[] }> {
  const totalBytes = jobs.reduce((sum, job) => sum + elementCount(job.shape) * DTYPE_BYTES.f32, 0);
  const quantized: ({ name: string; dtype: string } & QuantizationError)[] = [];
  const notes: string[] = [];
  const files: ModelFile[] = [];
  let doneBytes = 0;
  for (const [part, members] of groupByPart(jobs)) {
    const shards = new ShardWriter(writer, part);
    for (const { from, source, fileName, to, shape } of members) {
      if (signal?.aborted)
        throw new TesseraError('cancelled', 'the conversion was cancelled', 'start it again');
      onProgress?.({ tensor: fileName, doneBytes, totalBytes });
      const values = await source.readFloat32(from);
      checkFinite(values, fileName);
      const wanted = storedAs(to, shape, values, dtype);
      const packed = pack(values, shape[0], wanted);
      if (packed.dtype !== wanted)
        notes.push(`${fileName} exceeds the range of ${wanted} and stays ${packed.dtype}`);
      if (packed.dtype !== 'f32') quantized.push({ name: to, dtype: packed.dtype, ...packed.error });
      await shards.add({ name: to, dtype: packed.dtype, shape, bytes: packed.bytes });
      if (packed.scale) {
        const bytes = new Uint8Array(packed.scale.buffer);
        await shards.add({ name: `${to}.scale`, dtype: 'f32', shape: [packed.scale.length], bytes });
      }
      doneBytes += values.byteLength;
    }
    await shards.flush();
    files.push(...shards.files);
  }
  onProgress?.({ tensor: '', doneBytes, totalBytes });
  return { files, quantized, notes };
}

function groupByPart(jobs: readonly Job[]): Map<ModelPart, Job[]> {
  const parts = new Map<ModelPart, Job[]>();
  for (const job of jobs) {
    const part = partOfTensor(job.to);
    parts.set(part, [...(parts.get(part) ?? []), job]);
  }
  return parts;
}

function stageJobs(stage: InferredStage, to: string): Job[] {
  return [...vqganTensors(stage.architecture)].map(([name, shape]) => ({
    from: name,
    source: stage.source,
    fileName: stage.prefix + name,
    to: to + name,
    shape,
  }));
}

function transformerJobs({ architecture, source, prefix }: InferredTransformer): Job[] {
  return [...transformerTensors(architecture)].map(([name, shape]) => ({
    from: name,
    source,
    fileName: prefix + name,
    to: `transformer.${name}`,
    shape,
  }));
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

/** Image and condition ids index the same rows of `tok_emb` (reference section 3). */
function checkVocabulary(
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

/** @throws TesseraError `stages-disagree` */
function checkFurther(
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
