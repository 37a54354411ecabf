import { describe, expect, it, vi } from 'vitest';

import { TesseraError } from '../../../src/core/errors.ts';
import type { ImportClient } from '../../../src/runtime/importClient.ts';
import type { ImportProgress } from '../../../src/runtime/importProtocol.ts';
import { ImportQueue } from '../../../src/studio/library/importQueue.ts';

const SOURCE = { kind: 'url', url: 'https://models.example/x/' } as const;
const CHOICES = { dtype: 'f16', name: 'Mountains', description: '', origin: '' } as const;

function setUp() {
  const calls: {
    tell: (progress: ImportProgress) => void;
    succeed: (warnings: string[]) => void;
    fail: (code: string) => void;
    cancel: ReturnType<typeof vi.fn>;
  }[] = [];
  const client = {
    import: (_source: unknown, _choices: unknown, tell: (progress: ImportProgress) => void) => {
      const cancel = vi.fn();
      const result = new Promise((resolve, reject) => {
        calls.push({
          tell,
          succeed: (warnings) => resolve({ type: 'imported', id: 1, key: 'import-1', warnings }),
          fail: (code) => reject(new TesseraError(code, 'what', 'do')),
          cancel,
        });
      });
      return { result, cancel };
    },
  } as unknown as ImportClient;
  const onImported = vi.fn(() => Promise.resolve());
  const queue = new ImportQueue({ client, onImported });
  return { queue, calls, onImported, jobs: () => queue.store.getState().jobs };
}

describe('ImportQueue', () => {
  it('shows progress, then hands the model over and forgets the job', async () => {
    const { queue, calls, onImported, jobs } = setUp();
    const added = queue.add(SOURCE, CHOICES, ['told before']);
    expect(jobs()).toMatchObject([{ state: 'waiting', choices: { name: 'Mountains' } }]);
    expect(queue.isBusy).toBe(true);
    calls[0].tell({ doneBytes: 1, totalBytes: 4, secondsLeft: 3 });
    expect(jobs()).toMatchObject([{ state: 'running', progress: { doneBytes: 1 } }]);
    calls[0].succeed(['told before', 'new']);
    await added;
    expect(onImported).toHaveBeenCalledWith('import-1', 'Mountains', ['new']);
    expect(jobs()).toEqual([]);
    expect(queue.isBusy).toBe(false);
  });

  it('keeps a failed import with its reason, until it is tried again or dismissed', async () => {
    const { queue, calls, jobs } = setUp();
    const added = queue.add(SOURCE, CHOICES);
    calls[0].fail('storage-full');
    await added;
    expect(jobs()).toMatchObject([{ state: 'failed', error: { code: 'storage-full' } }]);
    expect(queue.isBusy).toBe(false);
    queue.retry(jobs()[0].id);
    expect(calls).toHaveLength(2);
    expect(jobs()).toMatchObject([{ state: 'waiting', choices: CHOICES }]);
  });

  it('cancels one of two', async () => {
    const { queue, calls, jobs } = setUp();
    const first = queue.add(SOURCE, CHOICES);
    void queue.add(SOURCE, { ...CHOICES, name: 'Lakes' });
    calls[0].tell({ doneBytes: 1, totalBytes: 4, secondsLeft: null });
    queue.cancel(jobs()[0].id);
    expect(calls[0].cancel).toHaveBeenCalled();
    calls[0].tell({ doneBytes: 2, totalBytes: 4, secondsLeft: null });
    expect(jobs()[0].state).toBe('cancelling');
    calls[0].fail('cancelled');
    await first;
    expect(jobs()).toMatchObject([{ state: 'cancelled' }, { state: 'waiting' }]);
    expect(calls[1].cancel).not.toHaveBeenCalled();
  });
});
