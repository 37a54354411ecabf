import type { TensorSource } from '../../checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import type { DecodeEngine, DecodeRequest, DecodeStats } from '../engine.ts';
import { checkCondition, checkGuidance, conditionLength } from '../tfjs/sequence.ts';
import { type Activations, LOGIT_ROWS, makeActivations } from './activations.ts';
import { Caches, slotLimit } from './caches.ts';
import { storageBuffer } from './device.ts';
import { Network } from './network.ts';
import { tokenBuffer } from './plan.ts';
import { type Counters, Recorder, type Results } from './recorder.ts';
import { DecodeRun } from './run.ts';
import { type Shape, shapeOf } from './shape.ts';
import { type DrawConstants, StepTables } from './tables.ts';
import { loadWeights, type TransformerBuffers } from './weights.ts';
import { type CacheFormat, cacheFormatFor, type WeightFormat } from './wgsl/format.ts';
import type { LaneForm } from './wgsl/lanes.ts';

export interface WebGpuEngineOptions {
  /** How weights are packed; f32 gives the reference's tokens, f16 and int8 read half and a quarter as much. */
  readonly weights: WeightFormat;
  /** Keys and values; default f32 beside f32 weights, else f16. */
  readonly cache?: CacheFormat;
  /** Graphics memory for caches, which decides `maxSlots`; default 1 GiB. */
  readonly cacheBytes?: number;
  /** Whether draws may be guided (DecodeRequest.guidance): room for every row twice. Default false. */
  readonly guided?: boolean;
  /** Steps that may share a pass over the weights (wavefront); default 4, 1 turns it off. */
  readonly wavefront?: number;
  /** Count the GPU's own time too, where the device has timestamps; for benchmarks. */
  readonly timed?: boolean;
  /** How lanes join values; default as chosen for the device (laneChoice.ts). */
  readonly lanes?: LaneForm;
  /** Milliseconds on the clock that tells `counters.encodeMs`; default that of the wall. */
  readonly clock?: () => number;
}

const DEFAULT_CACHE_BYTES = 2 ** 30;
const DEFAULT_WAVEFRONT = 4;
const NO_DRAW: DrawConstants = { temperature: 1, topK: 0, topP: 1, greedy: true, codes: 0 };

/**
 * Loads a GPT into GPU memory and compiles its kernels, both at the same time.
 * @param source keys of reference section 2.2 without the `transformer.` prefix
 * @throws TesseraError `architecture-unsupported`, `kernel-refused`, `tensor-missing`, `tensor-shape`, `gpu-out-of-memory`
 */
export async function createWebGpuEngine(
  device: GPUDevice,
  source: TensorSource,
  architecture: TransformerArchitecture,
  options: WebGpuEngineOptions,
): Promise<WebGpuEngine> {
  const shape = shapeOf(architecture);
  const { weights: format, cacheBytes = DEFAULT_CACHE_BYTES, wavefront = DEFAULT_WAVEFRONT } = options;
  const cache = options.cache ?? cacheFormatFor(format);
  const { guided = false, lanes } = options;
  const rows = shape.blockSize * (guided ? 2 : 1);
  const recorder = new Recorder(device, new StepTables(device, rows), options.timed, options.clock);
  const network = new Network(device, shape, { weights: format, cache, lanes }, recorder);
  const compiling = network.compile();
  compiling.catch(() => undefined); // thrown again below
  device.pushErrorScope('out-of-memory');
  const activations = makeActivations(device, shape, rows, wavefront * (guided ? 2 : 1));
  let weights: TransformerBuffers | null = null;
  try {
    weights = await loadWeights(device, source, shape, format).finally(() => refuseOverflow(device));
    await compiling;
  } catch (error) {
    weights?.dispose();
    activations.dispose();
    recorder.dispose();
    await Promise.allSettled([compiling]);
    throw error;
  }
  const caches = new Caches(device, shape, cache);
  const maxSlots = slotLimit(device, shape, cache, cacheBytes);
  return new WebGpuEngine(
    device,
    shape,
    { weights, activations, caches, recorder, network },
    wavefront,
    guided,
    maxSlots,
  );
}

async function refuseOverflow(device: GPUDevice): Promise<void> {
  const error = await device.popErrorScope();
  if (error === null) return;
  throw new TesseraError(
    'gpu-out-of-memory',
    `the model does not fit into the graphics memory: ${error.message}`,
    'close other pages that use the GPU, or convert the model to f16 or int8',
    { cause: error },
  );
}

/** What an engine is made of. */
interface Parts {
  readonly weights: TransformerBuffers;
  readonly activations: Activations;
  readonly caches: Caches;
  readonly recorder: Recorder;
  readonly network: Network;
}

/**
 * Decodes on a GPUDevice with kernels of our own: weights packed in GPU memory, tokens drawn there and fed to the next
 * step without a round trip, results read back a submission at a time.
 */
export class WebGpuEngine implements DecodeEngine {
  readonly name = 'webgpu';
  private tokens: GPUBuffer;
  private busy = false;

  constructor(
    private readonly device: GPUDevice,
    private readonly shape: Shape,
    private readonly parts: Parts,
    private readonly wavefront: number,
    private readonly guided: boolean,
    /** Caches that fit; give it to buildSchedule. */
    readonly maxSlots: number,
  ) {
    this.tokens = storageBuffer(device, 'tokens', 4 * shape.blockSize);
  }

  get architecture(): TransformerArchitecture {
    return this.shape;
  }

  /** Counted since the start. */
  get counters(): Readonly<Counters> {
    return this.parts.recorder.counters;
  }

  /** Bytes in graphics memory now, and bytes of weights that one token reads. */
  get memory(): { readonly total: number; readonly weightsPerToken: number } {
    const { weights, activations, caches } = this.parts;
    const total = weights.bytes + activations.bytes + caches.bytes + this.tokens.size;
    return { total, weightsPerToken: weights.bytesPerToken };
  }

  /**
   * Draws the schedule's tokens. When the device is lost, the grid holds what had been read back.
   * @throws TesseraError `device-lost`, `logits-not-finite`, `gpu-results-missing`, `gpu-out-of-memory`, `engine-busy`,
   * `too-many-caches`, `condition-size`, `sequence-too-long`, `token-out-of-range`, `token-not-drawn`
   */
  async decode(request: DecodeRequest): Promise<DecodeStats> {
    const { schedule, condition, grid, guidance } = request;
    checkCondition(condition, grid);
    checkGuidance(request);
    if (guidance && !this.guided) {
      throw new TesseraError(
        'guidance-unprepared',
        'this engine was made without room for guided draws',
        'make it with `guided`',
      );
    }
    const cells = schedule.window.height * schedule.window.width;
    this.checkLength(conditionLength(condition, schedule) + cells - 1);
    const tokens = tokenBuffer(grid, condition, ...(guidance ? [guidance.untold] : []));
    this.checkIds(tokens);
    const slots = schedule.slots * (guidance ? 2 : 1);
    if (slots > this.maxSlots) {
      throw new TesseraError(
        'too-many-caches',
        `the schedule keeps ${slots} caches alive and ${this.maxSlots} fit into the graphics memory`,
        'build the schedule with the number that fits',
      );
    }
    return this.exclusively(async () => {
      await this.provide(slots, tokens);
      const { network, recorder, activations } = this.parts;
      return new DecodeRun(request, this.shape, network, recorder, activations.logits).run(this.wavefront);
    });
  }

  /** @throws TesseraError `sequence-too-long`, `token-out-of-range`, `device-lost`, `engine-busy` */
  async forward(tokens: Int32Array): Promise<Float32Array> {
    this.checkLength(tokens.length);
    const ids = Uint32Array.from(tokens);
    this.checkIds(ids);
    return this.exclusively(async () => {
      await this.provide(1, ids);
      return this.allLogits(tokens.length);
    });
  }

  dispose(): void {
    const { weights, activations, caches, recorder } = this.parts;
    weights.dispose();
    activations.dispose();
    caches.dispose();
    recorder.dispose();
    this.tokens.destroy();
  }

  private async allLogits(length: number): Promise<Float32Array> {
    const { network, recorder, activations } = this.parts;
    const { vocabulary, vocabularyQuads, unmasked } = this.shape;
    const stride = 4 * vocabularyQuads;
    const out = new Float32Array(length * vocabulary);
    const rows = Array.from({ length }, (_, position) => {
      const seen = position < unmasked ? Math.min(unmasked, length) : position + 1;
      return { token: position, position, slot: 0, length: seen };
    });
    await network.sequence(rows, NO_DRAW, () => recorder.submit(null));
    for (let first = 0; first < length; first += LOGIT_ROWS) {
      const count = Math.min(LOGIT_ROWS, length - first);
      await network.logitRows(first, count, NO_DRAW);
      recorder.readLogits({ buffer: activations.logits, offset: 0, bytes: 4 * stride * count });
      await recorder.submit(({ logits }: Results) => {
        for (let row = 0; row < count; row++) {
          const values = logits!.subarray(row * stride, row * stride + vocabulary);
          out.set(values, (first + row) * vocabulary);
        }
      });
    }
    await recorder.settle();
    return out;
  }

  /** Caches for so many slots, and these tokens on the GPU. */
  private async provide(slots: number, tokens: Uint32Array<ArrayBuffer>): Promise<void> {
    const { weights, activations, caches, recorder, network } = this.parts;
    const grown = await caches.ensure(Math.max(1, slots));
    const short = this.tokens.size < tokens.byteLength;
    if (short) {
      this.tokens.destroy();
      this.tokens = storageBuffer(this.device, 'tokens', tokens.byteLength);
    }
    if (grown || short) {
      const { results } = recorder;
      network.bindTo({ weights, activations, caches: caches.layers, tokens: this.tokens, results });
    }
    this.device.queue.writeBuffer(this.tokens, 0, tokens);
  }

  private async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy)
      throw new TesseraError('engine-busy', 'this engine is already decoding', 'wait for it to end');
    this.busy = true;
    try {
      return await work();
    } catch (error) {
      await this.parts.recorder.abandon();
      throw error;
    } finally {
      this.parts.recorder.tables.clear();
      this.busy = false;
    }
  }

  private checkLength(length: number): void {
    const { blockSize } = this.shape;
    if (length > 0 && length <= blockSize) return;
    throw new TesseraError(
      'sequence-too-long',
      `a sequence of ${length} tokens does not fit this transformer, which takes 1 to ${blockSize}`,
      'use a shorter condition or a smaller window',
    );
  }

  private checkIds(tokens: Uint32Array): void {
    const wrong = tokens.find((token) => token >= this.shape.vocabulary);
    if (wrong === undefined) return;
    throw new TesseraError(
      'token-out-of-range',
      `token ${wrong} is not in the vocabulary of this transformer (0 to ${this.shape.vocabulary - 1})`,
      'use tokens that were made with this model',
    );
  }
}
