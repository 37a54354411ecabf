import { expect } from 'vitest';
import { TesseraError } from '../../../src/core/errors.ts';

/** The promise rejects with a TesseraError of this code; gives it back for a closer look. */
export async function refused(promise: Promise<unknown>, code: string): Promise<TesseraError> {
  const error = await promise.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TesseraError)) throw error;
  expect(error.code, error.message).toBe(code);
  expect(error.line).not.toContain('\n');
  return error;
}
