import { expect } from 'vitest';
import { TesseraError } from '../../../src/core/errors.ts';

/** The promise (or the call) fails with a TesseraError of this code; gives it back for a closer look. */
export async function refused(run: Promise<unknown> | (() => unknown), code: string): Promise<TesseraError> {
  const running = typeof run === 'function' ? Promise.resolve().then(run) : run;
  const error = await running.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TesseraError)) throw error;
  expect(error.code, error.message).toBe(code);
  expect(error.line).not.toContain('\n');
  return error;
}
