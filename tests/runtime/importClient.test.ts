import { describe, expect, it, vi } from 'vitest';

import { ImportClient } from '../../src/runtime/importClient.ts';
import type { FromImporter, ToImporter } from '../../src/runtime/importProtocol.ts';

class QuietWorker {
  onmessage: ((event: { data: FromImporter }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly heard: ToImporter[] = [];
  readonly terminate = vi.fn();

  postMessage(message: ToImporter): void {
    this.heard.push(message);
  }

  say(message: FromImporter): void {
    this.onmessage?.({ data: message });
  }
}

function setUp() {
  const workers: QuietWorker[] = [];
  const client = new ImportClient(() => {
    const worker = new QuietWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { client, workers };
}

const CHOICES = { dtype: 'f16', name: 'x', description: '', origin: '' } as const;
const URL_SOURCE = { kind: 'url', url: 'https://models.example/x/' } as const;

describe('ImportClient', () => {
  it('starts a worker only when it has something to do', async () => {
    const { client, workers } = setUp();
    expect(workers).toHaveLength(0);
    const damaged = client.verify('k');
    workers[0].say({ type: 'verified', id: 1, damaged: ['a'] });
    expect(await damaged).toEqual(['a']);
  });

  it('passes progress on, and answers to the request that asked', async () => {
    const { client, workers } = setUp();
    const onProgress = vi.fn();
    const task = client.import(URL_SOURCE, CHOICES, onProgress);
    const other = client.inspect(URL_SOURCE);
    const progress = { doneBytes: 1, totalBytes: 2, secondsLeft: null };
    workers[0].say({ type: 'progress', id: 1, progress });
    workers[0].say({ type: 'failed', id: 2, error: { code: 'x', message: 'm', advice: 'a' } });
    workers[0].say({ type: 'imported', id: 1, key: 'k', warnings: [] });
    await expect(other.result).rejects.toMatchObject({ code: 'x', advice: 'a' });
    expect(await task.result).toMatchObject({ key: 'k' });
    expect(onProgress).toHaveBeenCalledWith(progress);
    task.cancel();
    expect(workers[0].heard.map(({ type }) => type)).toEqual(['import', 'inspect']);
  });

  it('cancels what still goes on', async () => {
    const { client, workers } = setUp();
    const task = client.inspect(URL_SOURCE);
    task.cancel();
    expect(workers[0].heard[1]).toEqual({ type: 'cancel', id: 1 });
    workers[0].say({ type: 'failed', id: 1, error: { code: 'cancelled', message: '', advice: '' } });
    await expect(task.result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('fails what was open when the worker dies, and starts another for the next request', async () => {
    const { client, workers } = setUp();
    const task = client.inspect(URL_SOURCE);
    workers[0].onerror?.({ message: 'out of memory' });
    await expect(task.result).rejects.toMatchObject({ code: 'import-stopped' });
    expect(workers[0].terminate).toHaveBeenCalled();
    void client.inspect(URL_SOURCE);
    expect(workers).toHaveLength(2);
  });
});
