/** The browser's private file system (OPFS) as a StoreDirectory. */
import { blobBytes } from '../checkpoint/blobBytes.ts';
import type { FileSink } from '../checkpoint/folderWriter.ts';
import type { StoreDirectory } from './directory.ts';

/** `FileSystemSyncAccessHandle` exists in workers only; its writes go straight to the file. */
type SyncCapable = FileSystemFileHandle & {
  createSyncAccessHandle?: () => Promise<FileSystemSyncAccessHandle>;
};

/** How long a file that somebody else holds open is waited for, and how often it is looked at. */
const PATIENCE_MS = 4000;
const LOOK_AGAIN_MS = 50;

/** The store's folder in OPFS; null where the browser has none or refuses it (some private windows). */
export async function opfsRoot(): Promise<StoreDirectory | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return opfsDirectory(await root.getDirectoryHandle('tessera', { create: true }));
  } catch {
    return null;
  }
}

function opfsDirectory(handle: FileSystemDirectoryHandle): StoreDirectory {
  return {
    async directory(name, create) {
      const found = await unlessMissing(handle.getDirectoryHandle(name, { create }));
      return found && opfsDirectory(found);
    },
    async directories() {
      const names: string[] = [];
      for await (const entry of handle.values()) if (entry.kind === 'directory') names.push(entry.name);
      return names.sort();
    },
    async read(name) {
      const file = await unlessMissing(handle.getFileHandle(name));
      return file && blobBytes(await file.getFile());
    },
    async write(name, from = 0) {
      const file = await handle.getFileHandle(name, { create: true });
      return openSink(file, from);
    },
    async remove(name) {
      await patiently(() => unlessMissing(handle.removeEntry(name, { recursive: true })));
    },
  };
}

async function openSink(file: SyncCapable, from: number): Promise<FileSink> {
  if (file.createSyncAccessHandle) {
    const access = await patiently(() => file.createSyncAccessHandle());
    access.truncate(from);
    let at = from;
    return {
      write(bytes) {
        let done = 0;
        while (done < bytes.byteLength) {
          const written = access.write(bytes.subarray(done), { at: at + done });
          if (written === 0)
            return Promise.reject(new DOMException('no space is left', 'QuotaExceededError'));
          done += written;
        }
        at += done;
        return Promise.resolve();
      },
      close() {
        access.flush();
        access.close();
        return Promise.resolve();
      },
    };
  }
  const stream = await file.createWritable({ keepExistingData: from > 0 });
  await stream.truncate(from);
  await stream.seek(from);
  return {
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>),
    close: () => stream.close(),
  };
}

/**
 * A handle is held for a while after its page is gone (a reload in mid-download), and by another worker that writes the
 * same record: neither is a reason to give the storage up.
 */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
    try {
      return await open();
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld || waited >= PATIENCE_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (
      error instanceof DOMException &&
      (error.name === 'NotFoundError' || error.name === 'TypeMismatchError')
    )
      return null;
    throw error;
  }
}
