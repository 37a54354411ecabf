import type { FileSink } from '../checkpoint/folderWriter.ts';
import type { ByteSource } from '../checkpoint/bytes.ts';

/** The little of a file system that the store needs: OPFS in the browser, a Map in tests. */
export interface StoreDirectory {
  /** A directory inside; null when it is not there and `create` is false. */
  directory(name: string, create: boolean): Promise<StoreDirectory | null>;
  /** Names of the directories inside. */
  directories(): Promise<string[]>;
  /** A file inside; null when it is not there. */
  read(name: string): Promise<ByteSource | null>;
  /**
   * Starts a file, replacing one of that name but for its first `from` bytes. May throw whatever the platform throws
   * (quota, locks).
   */
  write(name: string, from?: number): Promise<FileSink>;
  /** Removes a file, or a directory with all that is in it; nothing happens when it is not there. */
  remove(name: string): Promise<void>;
}

export async function readAll(directory: StoreDirectory, name: string): Promise<Uint8Array | null> {
  const file = await directory.read(name);
  return file && file.read(0, file.size);
}

export async function readJson(directory: StoreDirectory, name: string): Promise<unknown> {
  const bytes = await readAll(directory, name);
  if (!bytes) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null; // a record cut by a crash is no record
  }
}

export async function writeJson(directory: StoreDirectory, name: string, value: unknown): Promise<void> {
  const sink = await directory.write(name);
  try {
    await sink.write(new TextEncoder().encode(JSON.stringify(value)));
  } finally {
    await sink.close();
  }
}
