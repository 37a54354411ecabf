import { TesseraError } from '../../core/errors.ts';

/** How far one kernel was from the float64 oracle. */
export interface KernelCheck {
  readonly kernel: string;
  readonly error: number;
  readonly ok: boolean;
}

/** @throws TesseraError `gpu-kernels-wrong` naming the kernels whose results are wrong */
export function refuseWrong(checks: readonly KernelCheck[]): void {
  const wrong = checks.filter(({ ok }) => !ok).map(({ kernel }) => kernel);
  if (wrong.length === 0) return;
  throw new TesseraError(
    'gpu-kernels-wrong',
    `this graphics driver computes wrong results in: ${wrong.join(', ')}`,
    'update the browser or the driver, or use the wasm backend',
  );
}
