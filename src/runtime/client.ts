import { errorFrom, TesseraError } from '../core/errors.ts';
import type { TokenGrid } from '../core/grid.ts';
import type { RunRecord } from '../core/runRecord.ts';
import type { StageAnswerTo, StageQuestion } from './codebookProtocol.ts';
import type { AnswerTo, Question, QuestionAbout } from './inspectProtocol.ts';
import type { Pixels } from './pixels.ts';
import type {
  BackendName,
  BackendReport,
  Diagnostics,
  FromWorker,
  GenerateJob,
  LoadProgress,
  ModelDoubt,
  TileAtlas,
  ToWorker,
} from './protocol.ts';

type Of<Type extends FromWorker['type']> = Extract<FromWorker, { type: Type }>;
export type LoadedModel = Of<'loaded'>;
export type DrawnTokens = Of<'drawn'>;
export type FinishedRun = Of<'done'>;
export type DeviceNews = Of<'device'>;

/** What a run tells while it goes on. */
export interface RunListener {
  onDrawn(drawn: DrawnTokens): void;
  onPixels(pixels: Pixels): void;
}

/** Work that can be ended early; `result` then still settles: a run with what it drew, a load with `cancelled`. */
export interface Task<Result> {
  readonly result: Promise<Result>;
  cancel(): void;
}

/** What the worker tells without being asked. */
export interface ClientListener {
  onBackend(report: BackendReport): void;
  onTiles(tiles: TileAtlas): void;
  /** The graphics device went, or another one has taken over. */
  onDevice(news: DeviceNews): void;
  /** The open model may not be what its description says. */
  onDoubt(doubt: ModelDoubt): void;
  /** A failure that belongs to no request: start-up, lost device. */
  onFailure(error: TesseraError): void;
  /** The worker died. Every open request has failed with `worker-crashed`; a new worker runs and holds no model. */
  onCrash(error: TesseraError): void;
}

export interface ClientOptions {
  readonly backend: BackendName | 'auto';
  /** Folder of tfjs's .wasm files. */
  readonly wasmUrl: string;
  readonly listener: ClientListener;
  readonly createWorker?: () => Worker;
}

/** An open request: how its messages are heard, and how it fails. */
interface Pending {
  hear(message: FromWorker): void;
  fail(error: TesseraError): void;
}

function createRuntimeWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'tessera' });
}

/** The page's side of the worker: requests as promises, streams as listeners, and a new worker when one dies. */
export class RuntimeClient {
  private worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  /** Whether the present worker has said anything: one that dies before that would only die again. */
  private alive = false;
  private dead: TesseraError | null = null;

  constructor(private readonly options: ClientOptions) {
    this.worker = this.start();
  }

  /** @throws TesseraError of the download or of the model; `worker-crashed` */
  load(modelUrl: string, onProgress: (progress: LoadProgress) => void): Task<LoadedModel> {
    this.revive();
    return this.request<LoadedModel>(
      (id) => ({ type: 'load', id, modelUrl }),
      (message, resolve) => {
        if (message.type === 'loading') onProgress(message.progress);
        if (message.type === 'loaded') resolve(message);
      },
    );
  }

  /** @throws TesseraError of the run; `worker-crashed` */
  generate(job: GenerateJob, listener: RunListener): Task<FinishedRun> {
    return this.request<FinishedRun>(
      (id) => ({ type: 'generate', id, job }),
      (message, resolve) => {
        if (message.type === 'drawn') listener.onDrawn(message);
        if (message.type === 'pixels') listener.onPixels(message.pixels);
        if (message.type === 'done') resolve(message);
      },
    );
  }

  /** Asks about a run, or for a part of a picture. @throws TesseraError of the question; `worker-crashed` */
  inspect<About extends Question['about']>(question: QuestionAbout<About>): Task<AnswerTo<About>> {
    return this.request<AnswerTo<About>>(
      (id) => ({ type: 'inspect', id, question }),
      (message, resolve) => {
        if (message.type === 'inspected') resolve(message.answer as AnswerTo<About>);
      },
    );
  }

  /** Asks for the codebook, or for work of the image stage. @throws TesseraError of `answerStage`; `worker-crashed` */
  askStage<About extends StageQuestion['about']>(
    question: Extract<StageQuestion, { about: About }>,
  ): Task<StageAnswerTo<About>> {
    return this.request<StageAnswerTo<About>>(
      (id) => ({ type: 'stage', id, question }),
      (message, resolve) => {
        if (message.type === 'staged') resolve(message.answer as StageAnswerTo<About>);
      },
    );
  }

  /** Draws the cells of a record that hold -1. @throws TesseraError of the run; `worker-crashed` */
  resample(record: RunRecord, onDrawn: (drawn: DrawnTokens) => void): Task<FinishedRun> {
    return this.request<FinishedRun>(
      (id) => ({ type: 'resample', id, record }),
      (message, resolve) => {
        if (message.type === 'drawn') onDrawn(message);
        if (message.type === 'done') resolve(message);
      },
    );
  }

  /** The picture of a token grid without gaps. @throws TesseraError of the decoder; `worker-crashed` */
  decode(grid: TokenGrid): Task<Pixels> {
    return this.request<Pixels>(
      (id) => ({ type: 'decode', id, ...grid }),
      (message, resolve) => {
        if (message.type === 'decoded') resolve(message.pixels);
      },
    );
  }

  diagnostics(): Promise<Diagnostics> {
    const task = this.request<Diagnostics>(
      (id) => ({ type: 'diagnostics', id }),
      (message, resolve) => {
        if (message.type === 'diagnostics') resolve(message.diagnostics);
      },
    );
    return task.result;
  }

  /** Destroys the graphics device, to try the recovery from a lost one. */
  loseDevice(): void {
    this.send({ type: 'lose-device' });
  }

  /** Ends the worker. What is open fails with `model-closed`, and so does what is asked for later. */
  close(): void {
    this.worker.terminate();
    this.dead = new TesseraError('model-closed', 'this model was closed', 'open it again');
    this.failAll(this.dead);
  }

  private start(): Worker {
    this.alive = false;
    const worker = (this.options.createWorker ?? createRuntimeWorker)();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    worker.onerror = (event) => this.crashed(worker, event.message);
    worker.onmessageerror = () => this.crashed(worker, 'a message could not be read');
    const start: ToWorker = { type: 'start', backend: this.options.backend, wasmUrl: this.options.wasmUrl };
    worker.postMessage(start);
    return worker;
  }

  /** Whoever asks for a model again may have better luck: the line is back, or what crashed was a moment's. */
  private revive(): void {
    if (!this.dead) return;
    this.dead = null;
    this.worker = this.start();
  }

  private send(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  private request<Result>(
    message: (id: number) => ToWorker,
    hear: (message: FromWorker, resolve: (result: Result) => void) => void,
  ): Task<Result> {
    if (this.dead) return { result: Promise.reject(this.dead), cancel: () => undefined };
    const id = this.nextId++;
    const result = new Promise<Result>((resolve, reject) => {
      this.pending.set(id, {
        hear: (heard) =>
          hear(heard, (value) => {
            this.pending.delete(id);
            resolve(value);
          }),
        fail: (error) => {
          this.pending.delete(id);
          reject(error);
        },
      });
    });
    this.send(message(id));
    return { result, cancel: () => this.pending.has(id) && this.send({ type: 'cancel', id }) };
  }

  private hear(message: FromWorker): void {
    this.alive = true;
    const { listener } = this.options;
    if (message.type === 'backend') listener.onBackend(message.report);
    else if (message.type === 'tiles') listener.onTiles(message.tiles);
    else if (message.type === 'device') listener.onDevice(message);
    else if (message.type === 'doubt') listener.onDoubt(message.doubt);
    else if (message.type === 'failed') this.failed(message);
    else this.pending.get(message.id)?.hear(message);
  }

  private failed({ id, error }: Of<'failed'>): void {
    if (id === null) this.options.listener.onFailure(errorFrom(error));
    else this.pending.get(id)?.fail(errorFrom(error));
  }

  private crashed(worker: Worker, reason: string | undefined): void {
    if (worker !== this.worker) return;
    worker.terminate();
    const error = this.alive ? stoppedError(reason) : cannotStartError(reason);
    if (this.alive) this.worker = this.start();
    else this.dead = error;
    this.failAll(error);
    if (this.dead) this.options.listener.onFailure(error);
    else this.options.listener.onCrash(error);
  }

  private failAll(error: TesseraError): void {
    const open = [...this.pending.values()];
    this.pending.clear();
    for (const request of open) request.fail(error);
  }
}

function stoppedError(reason: string | undefined): TesseraError {
  return new TesseraError(
    'worker-crashed',
    `the part that computes stopped unexpectedly${reason ? ` (${reason})` : ''}`,
    'it is started again; your layout and settings are kept',
  );
}

function cannotStartError(reason: string | undefined): TesseraError {
  return new TesseraError(
    'worker-cannot-start',
    `the part that computes could not be started${reason ? ` (${reason})` : ''}`,
    'try again, or reload the page; your layout and settings are kept',
  );
}
