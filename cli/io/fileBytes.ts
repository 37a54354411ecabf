import { open } from 'node:fs/promises';
import { TesseraError } from '../../src/core/errors.ts';
import { type ByteSource, checkRange } from '../../src/checkpoint/bytes.ts';

/** Random access to a file on disk. Close it when done. */
export interface FileBytes extends ByteSource {
  close(): Promise<void>;
}

/** @throws TesseraError `file-not-found`, `not-a-file` */
export async function openFileBytes(path: string): Promise<FileBytes> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new TesseraError('file-not-found', `${path} cannot be opened`, 'check the path', { cause });
  });
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw new TesseraError('not-a-file', `${path} is not a file`, 'give the path of a checkpoint file');
  }
  return {
    size: stat.size,
    async read(offset, length) {
      checkRange(stat.size, offset, length);
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) checkRange(offset + done, offset, length);
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}
