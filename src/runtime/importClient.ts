import { errorFrom, TesseraError } from '../core/errors.ts';
import type { Task } from './client.ts';
import type {
  Found,
  FromImporter,
  ImportChoices,
  ImportProgress,
  ImportSource,
  ToImporter,
} from './importProtocol.ts';

type Of<Type extends FromImporter['type']> = Extract<FromImporter, { type: Type }>;
type Request = Exclude<ToImporter, { type: 'cancel' }>;
/** A request without its number. */
type Unnumbered<R> = R extends Request ? Omit<R, 'id'> : never;
type OnProgress = (progress: ImportProgress) => void;

interface Pending {
  readonly onProgress: OnProgress;
  readonly resolve: (message: FromImporter) => void;
  readonly reject: (error: TesseraError) => void;
}

function createImportWorker(): Worker {
  return new Worker(new URL('./importWorker.ts', import.meta.url), {
    type: 'module',
    name: 'tessera-import',
  });
}

/** The page's side of the import worker, which starts when it is first needed, and again after it has died. */
export class ImportClient {
  private worker: Worker | null = null;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  constructor(private readonly createWorker: () => Worker = createImportWorker) {}

  /** @throws TesseraError of the readers; `import-stopped` */
  inspect(source: ImportSource): Task<Found> {
    return map(this.request<'inspected'>({ type: 'inspect', source }), ({ found }) => found);
  }

  /** One after the other. @throws TesseraError of the import; `cancelled`, `import-stopped` */
  import(source: ImportSource, choices: ImportChoices, onProgress: OnProgress): Task<Of<'imported'>> {
    return this.request<'imported'>({ type: 'import', source, choices }, onProgress);
  }

  /** Whether a file is the published one. @throws TesseraError `cancelled`, `file-gone`, `import-stopped` */
  identify(file: File, sha256: string, onProgress: OnProgress): Task<boolean> {
    return map(
      this.request<'identified'>({ type: 'identify', file, sha256 }, onProgress),
      ({ same }) => same,
    );
  }

  /** Names of a stored model's damaged files. @throws TesseraError `model-not-found`, `import-stopped` */
  verify(key: string): Promise<readonly string[]> {
    return map(this.request<'verified'>({ type: 'verify', key }), ({ damaged }) => damaged).result;
  }

  /** Removes what abandoned imports left. @throws TesseraError `storage-refused`, `import-stopped` */
  async sweep(): Promise<void> {
    await this.request<'swept'>({ type: 'sweep' }).result;
  }

  private request<Type extends FromImporter['type']>(
    message: Unnumbered<Request>,
    onProgress: OnProgress = () => undefined,
  ): Task<Of<Type>> {
    const id = this.nextId++;
    const worker = (this.worker ??= this.start());
    const result = new Promise<FromImporter>((resolve, reject) => {
      this.pending.set(id, { onProgress, resolve, reject });
    }) as Promise<Of<Type>>;
    worker.postMessage({ ...message, id } satisfies ToImporter);
    const cancel = () => {
      if (this.pending.has(id)) worker.postMessage({ type: 'cancel', id } satisfies ToImporter);
    };
    return { result, cancel };
  }

  private start(): Worker {
    const worker = this.createWorker();
    worker.onmessage = ({ data }: MessageEvent<FromImporter>) => this.hear(data);
    worker.onerror = (event) => this.stopped(worker, event.message);
    worker.onmessageerror = () => this.stopped(worker, 'a message could not be read');
    return worker;
  }

  private hear(message: FromImporter): void {
    const open = this.pending.get(message.id);
    if (!open) return;
    if (message.type === 'progress') {
      open.onProgress(message.progress);
      return;
    }
    this.pending.delete(message.id);
    if (message.type === 'failed') open.reject(errorFrom(message.error));
    else open.resolve(message);
  }

  private stopped(worker: Worker, reason: string | undefined): void {
    if (worker !== this.worker) return;
    worker.terminate();
    this.worker = null;
    const error = new TesseraError(
      'import-stopped',
      `the part that reads models stopped unexpectedly${reason ? ` (${reason})` : ''}`,
      'try again; nothing of what you painted is lost',
    );
    const open = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of open) reject(error);
  }
}

function map<From, To>(task: Task<From>, change: (from: From) => To): Task<To> {
  return { result: task.result.then(change), cancel: () => task.cancel() };
}
