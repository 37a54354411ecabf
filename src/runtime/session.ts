import { downsampling } from '../core/architecture.ts';
import { reportOf, TesseraError } from '../core/errors.ts';
import type { TokenGrid } from '../core/grid.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import * as tf from '../networks/tf.ts';
import { fetchModel } from '../store/fetchModel.ts';
import { chooseBackend, type StartedBackend } from './backendChoice.ts';
import { fastEngine } from './fastEngine.ts';
import { generate, type Post } from './generate.ts';
import { answer } from './answer.ts';
import { answerStage } from './codebookAnswer.ts';
import type { StageQuestion } from './codebookProtocol.ts';
import { LoadedModel } from './model.ts';
import { toPixels } from './pixels.ts';
import type { BackendName, Diagnostics, GenerateJob } from './protocol.ts';
import { readTiles } from './shippedTiles.ts';
import { decodeTiles } from './tiles.ts';

interface Open {
  readonly model: LoadedModel;
  /** null without a transformer: such a model shows its codebook and decodes. */
  readonly engine: DecodeEngine | null;
}

/** Errors that the diagnostics remember. */
const MOST_ERRORS = 10;
const TOLD_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** The backend and the model of one worker. Its requests come one at a time. */
export class Session {
  readonly #post: Post;
  readonly #version: string;
  #backend: StartedBackend | null = null;
  #open: Open | null = null;
  #deviceLosses = 0;
  #kernelTest: Promise<void> | null = null;

  constructor(post: Post, version: string) {
    this.#post = post;
    this.#version = version;
  }

  /** @throws TesseraError `no-backend`, and those of a backend that was forced */
  async start(wanted: BackendName | 'auto', wasmUrl: string): Promise<void> {
    this.#backend = await chooseBackend(wanted, wasmUrl);
    const { device, report } = this.#backend;
    void device?.lost.then(({ message }) => this.#lost(message));
    this.#post({ type: 'backend', report });
  }

  /**
   * Gets a model's weights and uploads what generating needs; the encoder of pictures stays unread. The model
   * before stays open until the new one is ready.
   * @throws TesseraError `no-backend`, and those of the store, the readers and the networks
   */
  async load(id: number, modelUrl: string, signal: AbortSignal): Promise<void> {
    const { device } = this.#requireBackend();
    // While the weights arrive.
    const tested = this.#testKernels(device);
    const fetched = await fetchModel(modelUrl, {
      parts: isNeededToGenerate,
      onProgress: (progress) => this.#post({ type: 'loading', id, progress }),
      signal,
    });
    const model = new LoadedModel(fetched.manifest, fetched.read, { verify: false });
    try {
      await uploadWhatGeneratingNeeds(model);
      await tested;
      const engine = model.manifest.transformer ? await fastEngine(model, device) : null;
      await this.#close();
      this.#open = open;
      this.#fetched = fetched;
      const tiles = await readTiles(fetched.manifest, fetched.read);
      const { manifest, storage } = fetched;
      const { model } = open;
      this.#post({
        type: 'loaded',
        id,
        manifest,
        hash: model.hash,
        storage,
        tiles,
        downsampling: downsampling(model.imageStage),
      });
      if (!tiles) this.#post({ type: 'tiles', tiles: await decodeTiles(await model.decoder()) });
    });
    if (!tiles) this.#post({ type: 'tiles', tiles: await decodeTiles(await model.decoder()) });
  }

  /** @throws TesseraError `no-model`, `no-transformer`, and those of `generate` */
  async generate(id: number, job: GenerateJob, signal: AbortSignal): Promise<void> {
    const { model, engine } = this.#requireModel();
    if (!engine) throw noTransformer(model.manifest.name);
    await generate(model, engine, id, job, this.#post, signal);
  }

  /** @throws TesseraError `no-model`, `token-out-of-range` */
  async decode(id: number, grid: TokenGrid, signal: AbortSignal): Promise<void> {
    await this.#surviving(async () => {
      const image = await this.#requireModel().model.decoder();
      const picture = await image.decode(grid, { signal });
      this.#guard.check();
      const pixels = toPixels(picture, 0, picture.height, { top: 0, left: 0 });
      this.#post({ type: 'decoded', id, pixels }, [pixels.rgba.buffer]);
    });
  }

  /** @throws TesseraError `no-model`, and those of `answer` */
  async inspect(id: number, question: Question, signal: AbortSignal): Promise<void> {
    await this.#surviving(async () => {
      const { model, engine } = this.#requireModel();
      const given = await answer(model, engine, question, signal);
      this.#guard.check();
      this.#post({ type: 'inspected', id, answer: given });
    });
  }

  /** @throws TesseraError `no-model`, and those of `answerStage` */
  async stage(id: number, question: StageQuestion, signal: AbortSignal): Promise<void> {
    await this.#surviving(async () => {
      const { model } = this.#requireModel();
      if (!this.#fetched) throw new TesseraError('no-model', 'no model is loaded', 'choose a model');
      const given = await answerStage(model, this.#fetched.read, question, signal);
      this.#guard.check();
      this.#post({ type: 'staged', id, answer: given });
    });
  }

  /** @throws TesseraError `no-model`, `no-transformer`, and those of `resample` */
  async resample(id: number, record: RunRecord, signal: AbortSignal): Promise<void> {
    await this.#surviving(async () => {
      const { model, engine } = this.#requireModel();
      if (!engine) throw noTransformer(model.manifest.name);
      await resample(model, engine, id, record, this.#post, signal);
    });
  }

  diagnostics(): Diagnostics {
    const memory = this.#backend ? tf.memory() : { numTensors: 0, numBytes: 0 };
    return {
      backend: this.#backend?.report.backend ?? null,
      adapter: this.#backend?.report.adapter ?? '',
      model: this.#open?.model.manifest.id ?? null,
      tensors: memory.numTensors,
      bytes: memory.numBytes,
      deviceLosses: this.#deviceLosses,
      version: this.#version,
    };
  }

  /** Destroys the graphics device, to try what a lost one does. */
  loseDevice(): void {
    this.#backend?.device?.destroy();
  }

  #lost(message: string): void {
    this.#deviceLosses++;
    const error = new TesseraError(
      'device-lost',
      `the graphics device was lost${message ? ` (${message})` : ''}`,
      'reload the page to go on; your layout and settings are kept',
    );
    this.#post({ type: 'failed', id: null, error: reportOf(error) });
  }

  async #close(): Promise<void> {
    this.#open?.engine?.dispose();
    await this.#open?.model.dispose();
    this.#open = null;
  }

  /** Once a device; a failure is told by the load that waits for it. */
  #testKernels(device: GPUDevice | null): Promise<void> {
    if (this.#kernelTest === null) {
      this.#kernelTest = device ? testKernels(device) : Promise.resolve();
      this.#kernelTest.catch(() => undefined);
    }
    return this.#kernelTest;
  }

  #requireBackend(): StartedBackend {
    if (this.#backend) return this.#backend;
    throw new TesseraError('no-backend', 'nothing that computes could be started', 'reload the page');
  }

  #requireModel(): Open {
    if (this.#open) return this.#open;
    throw new TesseraError('no-model', 'no model is loaded', 'choose a model and wait until it is ready');
  }
}

function noTransformer(name: string): TesseraError {
  return new TesseraError(
    'no-transformer',
    `${name} has no transformer: it encodes and decodes pictures, and cannot draw new ones`,
    'choose another model, or import it again together with the file of its transformer',
  );
}

/** Every kernel on known values, on the person's own device. @throws TesseraError `gpu-kernels-wrong` */
async function testKernels(device: GPUDevice): Promise<void> {
  const { selfTest } = await import('../engine/webgpu/selfTest.ts');
  await selfTest(device);
}

/** All but the encoder of pictures and the decoders of conditions. */
function isNeededToGenerate(part: string): boolean {
  return part !== 'image-encoder' && part !== 'usage' && !/^conditioning-\d+-decoder$/.test(part);
}

async function uploadWhatGeneratingNeeds(model: LoadedModel): Promise<void> {
  await model.decoder();
  for (const { kind, stage } of model.manifest.conditioning) {
    if (stage?.type === 'vqgan') await model.conditionEncoder(kind);
  }
}
