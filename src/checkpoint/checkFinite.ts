import { TesseraError } from '../core/errors.ts';

/** @throws TesseraError `weights-not-finite` naming the tensor and the first such element */
export function checkFinite(values: Float32Array, name: string): void {
  let at = 0;
  while (at < values.length && Number.isFinite(values[at])) at++;
  if (at === values.length) return;
  const what = Number.isNaN(values[at]) ? 'NaN (not a number)' : 'an infinite value';
  throw new TesseraError(
    'weights-not-finite',
    `${name} holds ${what} at element ${at}`,
    'the training went wrong or the file is damaged; use another checkpoint',
  );
}
