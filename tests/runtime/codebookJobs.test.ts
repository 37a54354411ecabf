import { describe, expect, it, vi } from 'vitest';

import {
  startCodebookJob,
  type CodebookJob,
  type FromCodebookWorker,
} from '../../src/runtime/codebookJobs.ts';

class FakeWorker {
  onmessage: ((event: { data: FromCodebookWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  postMessage = vi.fn();
  terminate = vi.fn();
}

const job: CodebookJob = {
  kind: 'arrangement',
  codebook: { codes: 2, dim: 1, vectors: Float32Array.of(0, 1) },
  seed: 1,
};

function start() {
  const worker = new FakeWorker();
  const shares: number[] = [];
  const task = startCodebookJob(
    job,
    (share) => shares.push(share),
    () => worker as unknown as Worker,
  );
  return { worker, shares, task };
}

describe('a codebook job', () => {
  it('tells its progress, gives its result and ends its worker', async () => {
    const { worker, shares, task } = start();
    expect(worker.postMessage).toHaveBeenCalledWith(job);
    worker.onmessage?.({ data: { share: 0.5 } });
    worker.onmessage?.({ data: { result: { order: Int32Array.of(1, 0) } } });
    expect(await task.result).toEqual({ order: Int32Array.of(1, 0) });
    expect(shares).toEqual([0.5]);
    expect(worker.terminate).toHaveBeenCalled();
  });

  it('is cancelled by ending the worker', async () => {
    const { worker, task } = start();
    task.cancel();
    await expect(task.result).rejects.toMatchObject({ code: 'cancelled' });
    expect(worker.terminate).toHaveBeenCalled();
  });

  it('fails with the reason, told or crashed', async () => {
    const told = start();
    told.worker.onmessage?.({ data: { failure: 'no room' } });
    await expect(told.task.result).rejects.toMatchObject({ code: 'codebook-job-failed' });
    const crashed = start();
    crashed.worker.onerror?.({ message: 'out of memory' });
    await expect(crashed.task.result).rejects.toThrow(/out of memory/);
  });
});
