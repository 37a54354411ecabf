import type { ErrorReport } from '../../src/core/errors.ts';
import type { BenchReport } from '../report/report.ts';
import { MESSAGES } from './messages.ts';
import type { BenchRequest, FromBench } from './protocol.ts';

/** One measurement in a worker of its own, so that the page stays alive and cancelling is certain. */
export class Measuring {
  readonly result: Promise<BenchReport | ErrorReport>;
  private readonly worker: Worker;

  constructor(request: BenchRequest, onProgress: (what: string, share: number) => void) {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'bench' });
    this.result = new Promise((resolve) => {
      this.worker.onmessage = ({ data }: MessageEvent<FromBench>) => {
        if (data.type === 'progress') onProgress(data.what, data.share);
        else resolve(data.type === 'report' ? data.report : data.error);
      };
      this.worker.onerror = () => resolve({ code: 'worker-crashed', message: MESSAGES.crashed, advice: '' });
    });
    void this.result.then(() => this.cancel());
    this.worker.postMessage(request);
  }

  cancel(): void {
    this.worker.terminate();
  }
}
