import { describe, expect, it, vi } from 'vitest';

import { RuntimeClient, type ClientListener } from '../../src/runtime/client.ts';
import type { FromWorker, GenerateJob, ToWorker } from '../../src/runtime/protocol.ts';

/** A worker that does nothing by itself: the test says what it answers. */
class QuietWorker {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly heard: ToWorker[] = [];
  readonly terminate = vi.fn();

  postMessage(message: ToWorker): void {
    this.heard.push(message);
  }

  say(message: FromWorker): void {
    this.onmessage?.({ data: message });
  }
}

function setUp() {
  const workers: QuietWorker[] = [];
  const listener = {
    onBackend: vi.fn(),
    onTiles: vi.fn(),
    onDevice: vi.fn(),
    onDoubt: vi.fn(),
    onFailure: vi.fn(),
    onCrash: vi.fn(),
  };
  const client = new RuntimeClient({
    backend: 'wasm',
    wasmUrl: 'https://site.example/wasm/',
    listener: listener satisfies ClientListener,
    createWorker: () => {
      const worker = new QuietWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
  return { client, workers, listener };
}

const BACKEND: FromWorker = {
  type: 'backend',
  report: { backend: 'wasm', adapter: 'SIMD', reason: null },
};

const JOB: GenerateJob = {
  height: 256,
  width: 256,
  settings: {
    kind: 'segmentation',
    seed: 1,
    temperature: 1,
    topK: 100,
    topP: 1,
    greedy: false,
    window: 'exact',
  },
  condition: { kind: 'none' },
};

function idOf(message: ToWorker | undefined): number {
  if (!message || !('id' in message)) throw new Error('no request was sent');
  return message.id;
}

describe('RuntimeClient', () => {
  it('starts the worker with the backend that was asked for', () => {
    const { workers, listener } = setUp();
    expect(workers[0].heard).toEqual([
      { type: 'start', backend: 'wasm', wasmUrl: 'https://site.example/wasm/' },
    ]);
    workers[0].say(BACKEND);
    expect(listener.onBackend).toHaveBeenCalledWith({ backend: 'wasm', adapter: 'SIMD', reason: null });
  });

  it('keeps the messages of two requests apart', async () => {
    const { client, workers } = setUp();
    const first = client.diagnostics();
    const second = client.diagnostics();
    const [a, b] = workers[0].heard.slice(1).map(idOf);
    const diagnostics = (model: string) => ({
      backend: null,
      adapter: '',
      model,
      tensors: 0,
      bytes: 0,
      deviceLosses: 0,
      version: '',
      generation: 1,
      reason: null,
      engine: null,
      features: [],
      limits: {},
      errors: [],
    });
    workers[0].say({ type: 'diagnostics', id: b, diagnostics: diagnostics('b') });
    workers[0].say({ type: 'diagnostics', id: a, diagnostics: diagnostics('a') });
    expect((await first).model).toBe('a');
    expect((await second).model).toBe('b');
  });

  it('passes progress on and fails with the error that the worker reports', async () => {
    const { client, workers } = setUp();
    const onProgress = vi.fn();
    const { result } = client.load('https://site.example/models/x/', onProgress);
    const id = idOf(workers[0].heard[1]);
    const progress = {
      receivedBytes: 5,
      totalBytes: 10,
      bytesPerSecond: 1,
      secondsLeft: 5,
      fromStorage: false,
    };
    workers[0].say({ type: 'loading', id, progress });
    workers[0].say({ type: 'failed', id, error: { code: 'shard-altered', message: 'm', advice: 'a' } });
    await expect(result).rejects.toMatchObject({ code: 'shard-altered', advice: 'a' });
    expect(onProgress).toHaveBeenCalledWith(progress);
  });

  it('cancels only what still goes on', async () => {
    const { client, workers } = setUp();
    const task = client.generate(JOB, { onDrawn: vi.fn(), onPixels: vi.fn() });
    const id = idOf(workers[0].heard[1]);
    task.cancel();
    expect(workers[0].heard[2]).toEqual({ type: 'cancel', id });
    workers[0].say({ type: 'failed', id, error: { code: 'x', message: '', advice: '' } });
    await expect(task.result).rejects.toMatchObject({ code: 'x' });
    task.cancel();
    expect(workers[0].heard).toHaveLength(3);
  });

  it('starts a new worker after a crash, fails what was open, and says so once', async () => {
    const { client, workers, listener } = setUp();
    workers[0].say(BACKEND);
    const { result } = client.generate(JOB, { onDrawn: vi.fn(), onPixels: vi.fn() });
    workers[0].onerror?.({ message: 'out of memory' });
    await expect(result).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(workers).toHaveLength(2);
    expect(workers[0].terminate).toHaveBeenCalled();
    expect(workers[1].heard[0]).toMatchObject({ type: 'start' });
    expect(listener.onCrash).toHaveBeenCalledTimes(1);
    // What the dead worker still says is not heard as the new one's.
    workers[0].onerror?.({ message: 'again' });
    expect(workers).toHaveLength(2);
  });

  it('does not restart for ever a worker that cannot start', async () => {
    const { client, workers, listener } = setUp();
    workers[0].onerror?.({ message: '' });
    expect(workers).toHaveLength(1);
    expect(listener.onFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'worker-cannot-start' }));
    await expect(client.diagnostics()).rejects.toMatchObject({ code: 'worker-cannot-start' });
    expect(workers).toHaveLength(1);
  });

  it('tries once more when a model is asked for again', async () => {
    const { client, workers } = setUp();
    workers[0].onerror?.({ message: '' });
    const task = client.load('models/a/', () => undefined);
    expect(workers).toHaveLength(2);
    workers[1].onerror?.({ message: '' });
    await expect(task.result).rejects.toMatchObject({ code: 'worker-cannot-start' });
    expect(workers).toHaveLength(2);
  });

  it('passes on what became of the graphics device', () => {
    const { workers, listener } = setUp();
    const news: FromWorker = { type: 'device', event: 'lost', message: 'm', losses: 1 };
    workers[0].say(news);
    expect(listener.onDevice).toHaveBeenCalledWith(news);
  });

  it('tells failures that belong to no request', () => {
    const { workers, listener } = setUp();
    workers[0].say({ type: 'failed', id: null, error: { code: 'no-backend', message: 'm', advice: 'a' } });
    expect(listener.onFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'no-backend' }));
  });
});
