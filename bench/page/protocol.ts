import type { ErrorReport } from '../../src/core/errors.ts';
import type { BackendName } from '../../src/networks/tf.ts';
import type { Extent } from '../measure/plan.ts';
import type { BenchReport } from '../report/report.ts';

/** The one message that starts a worker; ending it early is terminating it. */
export interface BenchRequest {
  readonly backend: Exclude<BackendName, 'cpu'>;
  readonly extent: Extent;
  readonly runs: number;
  /** Root of the site, with a trailing slash. */
  readonly site: string;
}

export type FromBench =
  | { readonly type: 'progress'; readonly what: string; readonly share: number }
  | { readonly type: 'report'; readonly report: BenchReport }
  | { readonly type: 'failed'; readonly error: ErrorReport };
