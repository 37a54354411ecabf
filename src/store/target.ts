import type { FileSink } from '../checkpoint/folderWriter.ts';
import type { ModelFile } from '../checkpoint/manifest.ts';
import { readAll, type StoreDirectory } from './directory.ts';
import { commitFile } from './modelStore.ts';

/** A file being written: to the store while that works, and beside it in memory, so that no refusal costs a download. */
export class Target {
  private sink: FileSink | null = null;
  private readonly gathered: Uint8Array;
  private at = 0;
  /** What the platform refused with; null while the store takes what it is given. */
  private refusal: unknown = null;

  constructor(
    private readonly folder: StoreDirectory | null,
    private readonly file: ModelFile,
  ) {
    this.gathered = new Uint8Array(file.bytes);
  }

  /** All that was written; whole after `finish`. */
  get bytes(): Uint8Array {
    return this.gathered;
  }

  /** Whether what refused the file may pass by itself: a lock does, or a folder that was deleted; a full disk does not. */
  get mayPass(): boolean {
    const isFull = this.refusal instanceof DOMException && this.refusal.name === 'QuotaExceededError';
    return this.refusal !== null && !isFull;
  }

  /**
   * Goes on with what an earlier visit left of the file. Whether that is its beginning, only the hash of the whole
   * tells.
   * @returns the bytes that are there already; empty where there are none
   */
  async begun(): Promise<Uint8Array> {
    const nothing = new Uint8Array(0);
    const { path, bytes } = this.file;
    const left = this.folder && (await readAll(this.folder, path).catch(() => null));
    if (!left || left.byteLength > bytes) return nothing;
    // The last byte is asked for again, so that a server always has something to answer with.
    const kept = left.subarray(0, bytes - 1);
    if (kept.byteLength === 0) return nothing;
    await this.open(kept.byteLength);
    if (this.refusal !== null) return nothing;
    this.gathered.set(kept);
    this.at = kept.byteLength;
    return kept;
  }

  async restart(): Promise<void> {
    this.at = 0;
    await this.open(0);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.gathered.set(chunk, this.at);
    this.at += chunk.byteLength;
    await this.tryStoring(async () => this.sink?.write(chunk));
  }

  /** Whether the file is in the store now. */
  async finish(): Promise<boolean> {
    await this.tryStoring(async (folder) => {
      await this.close();
      await commitFile(folder, this.file);
    });
    return this.folder !== null && this.refusal === null;
  }

  /** Leaves what has come for another attempt. */
  async pause(): Promise<void> {
    await this.close().catch(() => undefined);
  }

  async abandon(): Promise<void> {
    await this.pause();
    await this.folder?.remove(this.file.path).catch(() => undefined);
  }

  private async open(from: number): Promise<void> {
    await this.tryStoring(async (folder) => {
      await this.close();
      await folder.remove(`${this.file.path}.ok`);
      this.sink = await folder.write(this.file.path, from);
    });
  }

  private async close(): Promise<void> {
    const { sink } = this;
    this.sink = null;
    await sink?.close();
  }

  /** Whatever the platform refuses (quota, locks of another tab), the download goes on in memory. */
  private async tryStoring(run: (folder: StoreDirectory) => Promise<void>): Promise<void> {
    if (this.refusal !== null || !this.folder) return;
    try {
      await run(this.folder);
    } catch (error) {
      this.refusal = error;
      await this.abandon();
    }
  }
}
