import type { FileSink } from '../checkpoint/folderWriter.ts';
import type { ModelFile } from '../checkpoint/manifest.ts';
import type { StoreDirectory } from './directory.ts';
import { commitFile } from './modelStore.ts';

/** A file being written: to the store while that works, else gathered in memory. */
export class Target {
  private sink: FileSink | null = null;
  private readonly gathered: Uint8Array;
  private at = 0;
  private storing: boolean;

  constructor(
    private readonly folder: StoreDirectory | null,
    private readonly file: ModelFile,
  ) {
    this.storing = folder !== null;
    // kept beside the store as well, so that a refusal halfway (quota) loses nothing
    this.gathered = new Uint8Array(file.bytes);
  }

  async restart(): Promise<void> {
    this.at = 0;
    await this.close();
    await this.tryStoring(async (folder) => {
      await folder.remove(`${this.file.path}.ok`);
      this.sink = await folder.write(this.file.path);
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.gathered.set(chunk, this.at);
    this.at += chunk.byteLength;
    await this.tryStoring(async () => this.sink?.write(chunk));
  }

  /** The bytes when they are not in the store. */
  async finish(): Promise<Uint8Array | null> {
    await this.tryStoring(async (folder) => {
      await this.close();
      await commitFile(folder, this.file);
    });
    return this.storing ? null : this.gathered;
  }

  async abandon(): Promise<void> {
    await this.close().catch(() => undefined);
    await this.folder?.remove(this.file.path).catch(() => undefined);
  }

  private async close(): Promise<void> {
    const { sink } = this;
    this.sink = null;
    await sink?.close();
  }

  /** Whatever the platform refuses (quota, locks of another tab), the download goes on in memory. */
  private async tryStoring(run: (folder: StoreDirectory) => Promise<void>): Promise<void> {
    if (!this.storing || !this.folder) return;
    try {
      await run(this.folder);
    } catch {
      this.storing = false;
      await this.abandon();
    }
  }
}
