import { TesseraError } from '../../core/errors.ts';

/** Work that was withdrawn is no failure, and a crash is told once, by the session. */
const TOLD_ELSEWHERE = ['cancelled', 'aborted', 'worker-crashed'];

export function isToldElsewhere(error: unknown): boolean {
  return error instanceof TesseraError && TOLD_ELSEWHERE.includes(error.code);
}
