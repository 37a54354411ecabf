import type { Codebook } from '../core/codebook/codebook.ts';
import { TesseraError } from '../core/errors.ts';
import type { Task } from './client.ts';

/** Work on a codebook that takes longer than a frame. */
export interface CodebookJob {
  readonly kind: 'components' | 'neighbours' | 'arrangement';
  readonly codebook: Codebook;
  readonly seed: number;
}

export type CodebookJobResult =
  /** `points` float32 [codes, 2]; `shares` of the variance on each axis, null where axes mean nothing. */
  | { readonly points: Float32Array; readonly shares: readonly [number, number] | null }
  /** All codes in their order. */
  | { readonly order: Int32Array };

export type FromCodebookWorker =
  { readonly share: number } | { readonly result: CodebookJobResult } | { readonly failure: string };

function createCodebookWorker(): Worker {
  return new Worker(new URL('./codebookWorker.ts', import.meta.url), { type: 'module', name: 'codebook' });
}

/**
 * Runs one job in a worker of its own, so that cancelling is ending the worker; the result then fails with `cancelled`.
 * @throws TesseraError (in `result`) `cancelled`, `codebook-job-failed`
 */
export function startCodebookJob(
  job: CodebookJob,
  onProgress: (share: number) => void,
  createWorker: () => Worker = createCodebookWorker,
): Task<CodebookJobResult> {
  const worker = createWorker();
  let stop = (): void => undefined;
  const result = new Promise<CodebookJobResult>((resolve, reject) => {
    stop = () => reject(new TesseraError('cancelled', 'this was cancelled', 'start it again'));
    worker.onmessage = ({ data }: MessageEvent<FromCodebookWorker>) => {
      if ('share' in data) onProgress(data.share);
      else if ('result' in data) resolve(data.result);
      else reject(failed(data.failure));
    };
    worker.onerror = (event) => reject(failed(event.message));
  }).finally(() => worker.terminate());
  worker.postMessage(job);
  return { result, cancel: () => stop() };
}

function failed(why: string): TesseraError {
  return new TesseraError('codebook-job-failed', `the codebook could not be laid out (${why})`, 'try again');
}
