import type { FolderWriter } from '../../../src/checkpoint/folderWriter.ts';
import { concat } from './torchWriter.ts';

/** A folder in memory that shows its files only after `commit`. */
export class MemoryFolder implements FolderWriter {
  readonly files = new Map<string, Uint8Array>();
  committed = false;
  discarded = false;
  private readonly written = new Map<string, Uint8Array>();

  create(path: string) {
    const chunks: Uint8Array[] = [];
    return Promise.resolve({
      write: (bytes: Uint8Array) => {
        chunks.push(bytes.slice());
        return Promise.resolve();
      },
      close: () => {
        this.written.set(path, concat(chunks));
        return Promise.resolve();
      },
    });
  }

  commit() {
    for (const [path, bytes] of this.written) this.files.set(path, bytes);
    this.committed = true;
    return Promise.resolve();
  }

  discard() {
    this.written.clear();
    this.discarded = true;
    return Promise.resolve();
  }
}
