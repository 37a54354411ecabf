import { downsampling } from '../core/architecture.ts';
import { type ErrorReport, reportOf, TesseraError } from '../core/errors.ts';
import type { TokenGrid } from '../core/grid.ts';
import type { RunRecord } from '../core/runRecord.ts';
import type { DecodeEngine } from '../engine/engine.ts';
import { type FetchedModel, fetchModel } from '../store/fetchModel.ts';
import { chooseBackend, restartBackend, type StartedBackend } from './backendChoice.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { doubtAbout } from './doubt.ts';
import { fastEngine, warmEngine } from './fastEngine.ts';
import { warmStages } from './fastStages.ts';
import { answer } from './answer.ts';
import { answerStage } from './codebookAnswer.ts';
import type { StageQuestion } from './codebookProtocol.ts';
import type { Post } from './finishRun.ts';
import { generate } from './generate.ts';
import type { Question } from './inspectProtocol.ts';
import { KernelTests } from './kernelTests.ts';
import { checkModelFits, checkRunFits, roomOf } from './memoryCheck.ts';
import { LoadedModel } from './model.ts';
import { toPixels } from './pixels.ts';
import type { BackendName, Diagnostics, GenerateJob } from './protocol.ts';
import { DeviceGuard } from './recoveryGuard.ts';
import { RestartPolicy } from './recoveryPolicy.ts';
import { ResumableRun } from './recoveryRun.ts';
import { resample } from './resample.ts';
import { readTiles } from './shippedTiles.ts';
import { decodeTiles } from './tiles.ts';

interface Open {
  readonly model: LoadedModel;
  /** null without a transformer: such a model shows its codebook and decodes. */
  readonly engine: DecodeEngine | null;
}

/** Errors that the diagnostics remember. */
const MOST_ERRORS = 10;
/** The backend and the model of one worker. Its requests come one at a time. */
export class Session {
  readonly #post: Post;
  readonly #version: string;
  readonly #guard: DeviceGuard;
  readonly #policy = new RestartPolicy();
  #wasmUrl = '';
  #backend: StartedBackend | null = null;
  #open: Open | null = null;
  /** Where the open model's weights are read from again when a new device needs them. */
  #fetched: FetchedModel | null = null;
  readonly #kernelTests = new KernelTests();
  readonly #errors: ErrorReport[] = [];

  /** @param onIdleLoss called when the device goes: `recover` has to be run when no request is */
  constructor(post: Post, version: string, onIdleLoss: () => void) {
    this.#post = post;
    this.#version = version;
    this.#guard = new DeviceGuard((message) => {
      this.#post({ type: 'device', event: 'lost', message, losses: this.#guard.losses });
      onIdleLoss();
    });
  }

  /** @throws TesseraError `no-backend`, and those of a backend that was forced */
  async start(wanted: BackendName | 'auto', wasmUrl: string): Promise<void> {
    this.#wasmUrl = wasmUrl;
    this.#use(await chooseBackend(wanted, wasmUrl));
  }

  /**
   * Gets a model's weights and uploads what generating needs; the encoder of pictures stays unread. The model
   * before stays open until the new one is ready.
   * @throws TesseraError `no-backend`, and those of the store, the readers and the networks
   */
  async load(id: number, modelUrl: string, signal: AbortSignal): Promise<void> {
    await this.#surviving(async () => {
      const { device } = this.#requireBackend();
      const fetched = await fetchModel(modelUrl, {
        parts: isNeededToGenerate,
        onManifest: (manifest) => {
          checkModelFits(manifest, roomOf(device));
          // While the weights arrive; failures are told by the load, which waits for all of it.
          this.#kernelTests.run(manifest, this.#requireBackend()).catch(() => undefined);
          void warmEngine(manifest, device);
          void warmStages(manifest);
        },
        onProgress: (progress) => this.#post({ type: 'loading', id, progress }),
        signal,
      });
      const open = await this.#build(fetched);
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
      const doubt = await doubtAbout(model);
      if (doubt) this.#post({ type: 'doubt', doubt });
    });
  }

  /**
   * A run, carried on over lost devices with the tokens that were drawn.
   * @throws TesseraError `no-model`, `no-transformer`, and those of `generate`
   */
  async generate(id: number, job: GenerateJob, signal: AbortSignal): Promise<void> {
    const run = new ResumableRun(job, this.#post, () => this.#guard.check());
    await this.#surviving(async () => {
      const { model, engine } = this.#requireModel();
      if (!engine) throw noTransformer(model.manifest.name);
      checkRunFits(model.manifest, job, roomOf(this.#requireBackend().device));
      await generate(model, engine, id, run.next(), run.post, signal);
    });
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
    return diagnosticsOf({
      version: this.#version,
      backend: this.#backend,
      open: this.#open,
      guard: this.#guard,
      errors: this.#errors,
    });
  }

  /** Destroys the graphics device, to try what a lost one does. */
  loseDevice(): void {
    this.#backend?.device?.destroy();
  }

  /** What the worker had to tell the page, for the diagnostics. */
  remember(error: ErrorReport): void {
    if (error.code === 'cancelled') return; // as it was wanted
    this.#errors.push(error);
    this.#errors.splice(0, this.#errors.length - MOST_ERRORS);
  }

  /**
   * Brings back what a lost device took: a new device (or WASM after repeated losses), and the model on it. Does
   * nothing when none was lost. Never runs beside a request, so there is one recovery at a time.
   * @throws TesseraError `no-backend`, and those of `load`
   */
  async recover(): Promise<void> {
    while (this.#guard.isLost) {
      await this.#close();
      this.#backend = null; // none can be asked until the next one is there
      const mayUseGpu = this.#policy.mayRestart();
      const backend = await restartBackend(mayUseGpu, this.#guard.losses, this.#wasmUrl);
      this.#use(backend);
      try {
        if (this.#fetched) this.#open = await this.#build(this.#fetched);
      } catch (error) {
        // The new device may go as well; then another one is asked for.
        if (!(await this.#guard.explains(error))) throw error;
        continue;
      }
      const event = backend.device ? 'recovered' : 'replaced';
      this.#post({ type: 'device', event, message: '', losses: this.#guard.losses });
    }
  }

  /** Runs work again on the next device when one is lost in the middle of it. */
  async #surviving(work: () => Promise<void>): Promise<void> {
    this.#requireBackend();
    for (;;) {
      await this.recover();
      try {
        return await work();
      } catch (error) {
        if (!(await this.#guard.explains(error))) throw error;
      }
    }
  }

  #use(backend: StartedBackend): void {
    this.#backend = backend;
    this.#kernelTests.beginAnew();
    this.#guard.watch(backend.device);
    this.#post({ type: 'backend', report: backend.report });
  }

  /** The networks of a model on the present backend. */
  async #build(fetched: FetchedModel): Promise<Open> {
    const backend = this.#requireBackend();
    const tested = this.#kernelTests.run(fetched.manifest, backend);
    const model = new LoadedModel(fetched.manifest, fetched.read, { verify: false });
    let engine: DecodeEngine | null = null;
    try {
      await uploadWhatGeneratingNeeds(model);
      if (model.stageFallback) this.remember(reportOf(model.stageFallback));
      await tested;
      engine = model.manifest.transformer ? await fastEngine(model, backend.device) : null;
      this.#guard.check();
      return { model, engine };
    } catch (error) {
      engine?.dispose();
      await model.dispose();
      throw error;
    }
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    open?.engine?.dispose();
    await open?.model.dispose();
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

/** All but the encoder of pictures, the decoders of conditions, and what only some views show. */
function isNeededToGenerate(part: string): boolean {
  return !['image-encoder', 'usage', 'classes'].includes(part) && !/^conditioning-\d+-decoder$/.test(part);
}

async function uploadWhatGeneratingNeeds(model: LoadedModel): Promise<void> {
  await model.decoder();
  for (const { kind, stage } of model.manifest.conditioning) {
    if (stage?.type === 'vqgan') await model.conditionEncoder(kind);
  }
}
