import { TesseraError } from '../core/errors.ts';

export function importCancelled(): TesseraError {
  return new TesseraError('cancelled', 'the import was cancelled', 'start it again');
}
