import type { Manifest, ModelFile } from '../checkpoint/manifest.ts';
import { TesseraError } from '../core/errors.ts';
import { readAll, type StoreDirectory } from './directory.ts';
import { download } from './download.ts';
import type { StoreEnvironment } from './environment.ts';
import { isStored } from './modelStore.ts';
import type { Progress } from './progress.ts';
import { Target } from './target.ts';

/** Failures after which what has come of a file may be the beginning of it. */
const KEEPS_PART = ['network-failed', 'cancelled'];

/** Gets files one by one into the store, or into memory where that is refused. */
export class FileGetter {
  private readonly memory = new Map<string, Uint8Array>();
  private mayStore: boolean;

  constructor(
    readonly manifest: Manifest,
    private readonly base: string | null,
    private folder: StoreDirectory | null,
    private readonly environment: StoreEnvironment,
    /** Makes the folder again when it was deleted under us. */
    private readonly reopen: () => Promise<StoreDirectory | null>,
  ) {
    this.mayStore = folder !== null;
  }

  /** False once anything had to be kept in memory. */
  get storing(): boolean {
    return this.mayStore;
  }

  /** Goes to memory at once when what is missing will not fit. */
  async makeRoom(wanted: readonly ModelFile[]): Promise<void> {
    const free = await this.environment.freeBytes();
    if (!this.folder || free === null) return;
    let missing = 0;
    for (const file of wanted) if (!(await this.isHere(file))) missing += file.bytes;
    if (missing > free) this.mayStore = false;
  }

  async get(file: ModelFile, progress: Progress | null, signal: AbortSignal | undefined): Promise<void> {
    if (this.memory.has(file.path)) return;
    if (await this.isHere(file)) {
      progress?.add(file, file.bytes, true);
      return;
    }
    if (this.base === null) {
      throw new TesseraError(
        'weights-missing',
        `${file.path} is no longer stored here`,
        'import the model again',
      );
    }
    const url = `${this.base}${file.path}`;
    if (!this.mayStore) return this.download(url, file, progress, signal);
    // Two tabs that open a model at once would write one file together: the second waits and finds it here.
    await this.environment.alone(`tessera ${file.sha256}`, async () => {
      if (await this.isHere(file)) progress?.add(file, file.bytes, true);
      else await this.download(url, file, progress, signal);
    });
  }

  /** A file that the browser has cleared away since it was stored is got again. */
  async read(file: ModelFile): Promise<Uint8Array> {
    const asLeft = await this.held(file);
    if (asLeft) return asLeft;
    await this.get(file, null, undefined);
    const gotAgain = await this.held(file);
    if (gotAgain) return gotAgain;
    throw new TesseraError(
      'weights-missing',
      `${file.path} is no longer stored here`,
      'load the model again',
    );
  }

  private async isHere(file: ModelFile): Promise<boolean> {
    return this.folder !== null && (await isStored(this.folder, file).catch(() => false));
  }

  private async held(file: ModelFile): Promise<Uint8Array | null> {
    const inMemory = this.memory.get(file.path);
    if (inMemory) return inMemory;
    const bytes = await (this.folder && readAll(this.folder, file.path).catch(() => null));
    return bytes?.byteLength === file.bytes ? bytes : null;
  }

  /** Payload first, commit record last: a crash in between leaves a file that counts as absent. */
  private async download(
    url: string,
    file: ModelFile,
    progress: Progress | null,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const target = new Target(this.mayStore ? this.folder : null, file);
    const begun = await target.begun();
    if (begun.byteLength > 0) progress?.add(file, begun.byteLength, true);
    try {
      await download(url, file, this.environment, {
        begun,
        signal,
        onRestart: async () => {
          progress?.restart();
          await target.restart();
        },
        onChunk: async (chunk) => {
          await target.write(chunk);
          progress?.add(file, chunk.byteLength, false);
        },
      });
    } catch (error) {
      if (error instanceof TesseraError && KEEPS_PART.includes(error.code)) await target.pause();
      else await target.abandon();
      throw error;
    }
    if ((await target.finish()) || (target.mayPass && (await this.storeAgain(file, target.bytes)))) return;
    this.mayStore = false;
    this.memory.set(file.path, target.bytes);
  }

  /** Once more, with all the bytes at hand: a refusal that has passed is no reason to do without the store. */
  private async storeAgain(file: ModelFile, bytes: Uint8Array): Promise<boolean> {
    this.folder = await this.reopen().catch(() => null);
    const target = new Target(this.folder, file);
    await target.restart();
    await target.write(bytes);
    return target.finish();
  }
}
