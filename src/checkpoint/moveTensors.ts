/** The tensors of a checkpoint on their way into a model folder, one in memory at a time. */
import { TesseraError } from '../core/errors.ts';
import { checkFinite } from './checkFinite.ts';
import { DTYPE_BYTES, elementCount } from './dtypes.ts';
import type { FolderWriter } from './folderWriter.ts';
import type { InferredTransformer } from './infer/inferTransformer.ts';
import type { InferredStage } from './infer/inferVqgan.ts';
import { transformerTensors, vqganTensors } from './infer/networkTensors.ts';
import type { Manifest, ModelFile } from './manifest.ts';
import { type ModelPart, partOfTensor } from './modelParts.ts';
import { pack, type QuantizationError, storedAs } from './quantize.ts';
import { ShardWriter } from './shardWriter.ts';
import type { TensorSource } from './tensorSource.ts';

interface MoveProgress {
  readonly tensor: string;
  /** Bytes of weights read so far, and in all. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface MoveOptions {
  readonly dtype: Manifest['dtype'];
  readonly onProgress?: (progress: MoveProgress) => void;
  readonly signal?: AbortSignal;
}

/** A tensor that is not stored as float32, with what that costs. */
export type Quantized = { readonly name: string; readonly dtype: string } & QuantizationError;

interface Moved {
  readonly files: readonly ModelFile[];
  readonly quantized: readonly Quantized[];
  readonly notes: readonly string[];
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
 * Reads, packs and writes tensors one after the other, those of one part together.
 * @throws TesseraError `weights-not-finite` naming the tensor, `cancelled`, and those of reading and writing
 */
export async function moveTensors(
  jobs: readonly Job[],
  writer: FolderWriter,
  { dtype, onProgress, signal }: MoveOptions,
): Promise<Moved> {
  const totalBytes = jobs.reduce((sum, job) => sum + elementCount(job.shape) * DTYPE_BYTES.f32, 0);
  const quantized: Quantized[] = [];
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

export function stageJobs(stage: InferredStage, to: string): Job[] {
  return [...vqganTensors(stage.architecture)].map(([name, shape]) => ({
    from: name,
    source: stage.source,
    fileName: stage.prefix + name,
    to: to + name,
    shape,
  }));
}

export function transformerJobs({ architecture, source, prefix }: InferredTransformer): Job[] {
  return [...transformerTensors(architecture)].map(([name, shape]) => ({
    from: name,
    source,
    fileName: prefix + name,
    to: `transformer.${name}`,
    shape,
  }));
}
