import { TesseraError } from '../core/errors.ts';

/** What the browser throws about files and storage, as errors that say what to do. Others stay as they are. */
export function asImportError(thrown: unknown): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  switch (thrown.name) {
    case 'QuotaExceededError':
      return storageFull(thrown);
    case 'NotReadableError':
    case 'NotFoundError':
      return new TesseraError(
        'file-gone',
        'the file can no longer be read: it was moved, changed or its drive was removed',
        'choose it again',
        { cause: thrown },
      );
    case 'NoModificationAllowedError':
    case 'InvalidStateError':
      return new TesseraError(
        'storage-busy',
        'another tab of Tessera is writing to the storage',
        'close it, or wait for it to finish, and try again',
        { cause: thrown },
      );
    default:
      return thrown;
  }
}

/** An imported model is read from the storage whenever it is opened, so keeping it in memory is no way out. */
export function storageFull(cause?: unknown): TesseraError {
  return new TesseraError(
    'storage-full',
    'the browser allows no more storage, and an imported model must be stored to be used',
    'delete a model, free space on the disk, or keep the weights as int8; what was written has been removed',
    { cause },
  );
}
