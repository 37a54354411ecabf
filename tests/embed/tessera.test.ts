// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { openModel } from '../../src/embed/tessera.ts';
import type { FromWorker, GenerateJob, ToWorker } from '../../src/runtime/protocol.ts';

const MANIFEST = {
  id: 'tiny',
  name: 'Tiny',
  license: 'MIT',
  imageStage: { codes: 4 },
  conditioning: [
    { kind: 'segmentation', stage: { type: 'vqgan' }, tokenOffset: 0, labels: [{ id: 0, name: 'sky' }] },
    { kind: 'none', stage: { type: 'sos', token: 0, repeat: 256 }, tokenOffset: 0 },
  ],
  transformer: { blockSize: 512 },
  sampling: { guidance: 1.5 },
};

class FakeWorker {
  static last: FakeWorker;
  onmessage: (event: { data: FromWorker }) => void = () => undefined;
  readonly heard: ToWorker[] = [];
  readonly terminate = vi.fn();

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(message: ToWorker): void {
    this.heard.push(message);
    queueMicrotask(() => this.answer(message));
  }

  private answer(message: ToWorker): void {
    const tell = (data: object) => this.onmessage({ data: data as FromWorker });
    const pixels = { top: 0, left: 0, width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
    if (message.type === 'start') tell({ type: 'backend', report: { backend: 'webgpu', adapter: '' } });
    if (message.type === 'load') {
      const { id } = message;
      tell({ type: 'loading', id, progress: { receivedBytes: 5, totalBytes: 10, fromStorage: false } });
      tell({ type: 'loaded', id, manifest: MANIFEST, hash: 'abc', storage: 'opfs', downsampling: 16 });
    }
    if (message.type === 'generate') {
      const { id } = message;
      tell({ type: 'drawn', id, cells: [0], tokens: [2], drawn: 1, total: 1 });
      tell({ type: 'done', id, record: { settings: message.job.settings }, cancelled: false, pixels });
    }
    if (message.type === 'decode') tell({ type: 'decoded', id: message.id, pixels });
    if (message.type === 'inspect') {
      const answer = { about: 'token', logits: Float32Array.of(0, 3, 1, 2), u: 0.5, drawn: 1 };
      tell({ type: 'inspected', id: message.id, answer });
    }
  }

  jobs(): GenerateJob[] {
    return this.heard.flatMap((message) => (message.type === 'generate' ? [message.job] : []));
  }
}

beforeEach(() => vi.stubGlobal('Worker', FakeWorker));
afterEach(() => vi.unstubAllGlobals());

const layout = { height: 1, width: 1, labels: Uint8Array.of(0) };

it('opens a model from a folder beside the page, and says what it is', async () => {
  const seen: number[] = [];
  const model = await openModel('models/tiny/', {
    backend: 'webgpu',
    onProgress: ({ receivedBytes }) => seen.push(receivedBytes),
  });
  expect(FakeWorker.last.heard).toMatchObject([
    { type: 'start', backend: 'webgpu' },
    { type: 'load', modelUrl: new URL('models/tiny/', document.baseURI).href },
  ]);
  expect(seen).toEqual([5]);
  expect(model).toMatchObject({
    id: 'tiny',
    kinds: ['segmentation', 'none'],
    tileSize: 16,
    backend: 'webgpu',
    hash: 'abc',
  });
  expect(model.labels).toHaveLength(1);
  model.close();
  expect(FakeWorker.last.terminate).toHaveBeenCalled();
});

it('fills in what a request leaves out: one window, exact, the model’s own guidance', async () => {
  const model = await openModel('models/tiny/');
  const types: string[] = [];
  for await (const { type } of model.sample({ condition: { kind: 'segmentation', map: layout } }))
    types.push(type);
  expect(types).toEqual(['tokens', 'done']);
  const { settings } = FakeWorker.last.jobs()[0];
  expect(FakeWorker.last.jobs()[0]).toMatchObject({ width: 256, height: 256 });
  expect(settings).toMatchObject({ seed: 0, temperature: 1, topK: 100, topP: 1, greedy: false });
  expect(settings).toMatchObject({ kind: 'segmentation', window: 'exact', guidance: 1.5 });
});

it('takes a window mode that suits larger pictures, and guides nothing that has no condition', async () => {
  const model = await openModel('models/tiny/');
  const request = { condition: { kind: 'none' }, width: 512, height: 256, seed: 9 } as const;
  for await (const _event of model.sample(request)) void _event;
  const { settings } = FakeWorker.last.jobs()[0];
  expect(settings).toMatchObject({ window: 'stride-4', seed: 9 });
  expect(settings.guidance).toBeUndefined();
});

it('decodes grids and shows how a token was drawn', async () => {
  const model = await openModel('models/tiny/');
  expect(await model.decode({ height: 1, width: 1, tokens: [2] })).toMatchObject({ width: 1, height: 1 });
  const record = { settings: { temperature: 1, topK: 2, topP: 1, greedy: false } };
  const facts = await model.inspect(record as never, 0, 0);
  expect(facts).toMatchObject({ u: 0.5, drawn: 1 });
  expect(facts.candidates.map(({ id }) => id)).toEqual([1, 3]);
});

it('gives the worker back when opening is given up', async () => {
  await expect(openModel('models/tiny/', { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
    'no',
  );
});

it('ends what is open when it is closed, and refuses what comes after', async () => {
  const model = await openModel('models/tiny/');
  vi.spyOn(FakeWorker.last, 'postMessage').mockReturnValue(undefined); // still at work
  const event = model.sample({ condition: { kind: 'none' } }).next();
  model.close();
  await expect(event).rejects.toMatchObject({ code: 'model-closed' });
  const grid = { height: 1, width: 1, tokens: [2] };
  await expect(model.decode(grid)).rejects.toMatchObject({ code: 'model-closed' });
});
