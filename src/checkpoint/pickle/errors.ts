import { TesseraError } from '../../core/errors.ts';

export function pickleInvalid(what: string): TesseraError {
  return new TesseraError(
    'pickle-invalid',
    `the checkpoint's pickle is damaged: ${what}`,
    'download the file again',
  );
}

export function pickleTooLarge(what: string): TesseraError {
  return new TesseraError(
    'pickle-too-large',
    `the checkpoint's pickle asks for too much: ${what}`,
    'this is not a checkpoint of this family, or it is made to do harm',
  );
}

/** The pickle goes on after the bytes at hand: truncated, or (legacy stream) more has to be read. */
export class PickleEnded extends TesseraError {
  constructor() {
    super(
      'pickle-truncated',
      'the checkpoint is incomplete: its pickle ends in mid-stream',
      'download the file again',
    );
  }
}
