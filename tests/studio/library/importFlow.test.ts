import { beforeEach, describe, expect, it, vi } from 'vitest';

import { CATALOGUE } from '../../../src/checkpoint/catalogue.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { ImportClient } from '../../../src/runtime/importClient.ts';
import type { Found, ImportSource } from '../../../src/runtime/importProtocol.ts';
import { ImportFlow } from '../../../src/studio/library/importFlow.ts';
import type { ImportQueue } from '../../../src/studio/library/importQueue.ts';

const PAGE = 'https://tessera.example/';
const file = (name: string) => new File(['x'], name);

function found(title: string, more: Partial<Found['model']> = {}): Found {
  return {
    title,
    supplied: [],
    manifest: null,
    model: {
      container: 'torch-zip',
      fileBytes: 1000,
      imageStage: null,
      conditioning: [],
      transformer: { layers: 2, heads: null, width: 1024, vocabulary: 64, blockSize: 512, unmasked: 0 },
      headCandidates: [16, 32, 8, 4, 2, 1],
      permuted: false,
      parameters: { imageStage: 0, conditioning: 0, transformer: 1 },
      keptBytes: { f32: 4, f16: 2, int8: 1 },
      ignored: [],
      warnings: ['seen on the sheet'],
      published: [],
      ...more,
    },
  };
}

/** What the worker would answer, by the request's source. */
let answers: (source: ImportSource) => Promise<Found>;
let same: Promise<boolean>;
const cancel = vi.fn();
const inspected: ImportSource[] = [];
const add = vi.fn(() => Promise.resolve());

function setUp() {
  const client = {
    inspect: (source: ImportSource) => {
      inspected.push(source);
      return { result: answers(source), cancel };
    },
    identify: () => ({ result: same, cancel }),
  } as unknown as ImportClient;
  const flow = new ImportFlow({
    client,
    queue: { add } as unknown as ImportQueue,
    page: PAGE,
    readMachine: () =>
      Promise.resolve({ backend: 'webgpu', freeBytes: null, memoryBytes: null, bindingBytes: null }),
    names: () => ['net'],
  });
  return { flow, sheet: () => flow.store.getState().sheet };
}

beforeEach(() => {
  vi.clearAllMocks();
  inspected.length = 0;
  answers = () => Promise.resolve(found('net.ckpt'));
  same = Promise.resolve(true);
});

describe('ImportFlow', () => {
  it('shows what is in a file with half precision, the usual head count and a free name chosen', async () => {
    const { flow, sheet } = setUp();
    const opening = flow.openFiles([file('net.ckpt')]);
    expect(sheet()).toEqual({ step: 'reading', title: 'net.ckpt' });
    await opening;
    expect(sheet()).toMatchObject({ step: 'found', choices: { dtype: 'f16', heads: 16, name: 'net 2' } });
  });

  it('proposes the head count that the weights show', async () => {
    answers = () => Promise.resolve({ ...found('net.ckpt'), shownHeads: 8 });
    const { flow, sheet } = setUp();
    await flow.openFiles([file('net.ckpt')]);
    expect(sheet()).toMatchObject({ choices: { heads: 8 } });
  });

  it('imports what was chosen, and only then', async () => {
    const { flow, sheet } = setUp();
    await flow.openFiles([file('net.ckpt')]);
    flow.choose({ heads: 4, dtype: 'int8', name: ' Mountains ' });
    expect(add).not.toHaveBeenCalled();
    flow.start();
    expect(sheet()).toBeNull();
    expect(add).toHaveBeenCalledWith(
      inspected[0],
      { dtype: 'int8', heads: 4, name: 'Mountains', description: '', origin: 'net.ckpt' },
      ['seen on the sheet'],
    );
  });

  it('asks for no head count that is known', async () => {
    const { flow, sheet } = setUp();
    const transformer = { layers: 1, heads: 8, width: 64, vocabulary: 1, blockSize: 4, unmasked: 0 };
    answers = () => Promise.resolve(found('net.ckpt', { transformer }));
    await flow.openFiles([file('net.ckpt'), file('net.yaml')]);
    expect(sheet()).toMatchObject({ step: 'found', choices: { heads: null } });
    flow.start();
    expect(add.mock.calls[0]).not.toContainEqual(
      expect.objectContaining({ heads: expect.anything() as number }),
    );
  });

  it('says why a file is refused', async () => {
    const { flow, sheet } = setUp();
    answers = () => Promise.reject(new TesseraError('not-a-checkpoint', 'no', 'yes'));
    await flow.openFiles([file('cat.jpg')]);
    expect(sheet()).toMatchObject({ step: 'refused', title: 'cat.jpg', error: { code: 'not-a-checkpoint' } });
    await flow.openFiles([file('only.yaml')]);
    expect(sheet()).toMatchObject({ step: 'refused', error: { code: 'files-unclear' } });
    flow.close();
    expect(sheet()).toBeNull();
  });

  it('adds a stage from a second file, keeps what was chosen, and comes back from a refused one', async () => {
    const { flow, sheet } = setUp();
    await flow.openFiles([file('net.ckpt')]);
    flow.choose({ dtype: 'f32', name: 'Lakes' });
    await flow.addFiles([file('vqgan.ckpt')]);
    expect(inspected[1]).toMatchObject({ files: [{ name: 'net.ckpt' }, { name: 'vqgan.ckpt' }] });
    expect(sheet()).toMatchObject({ step: 'found', choices: { dtype: 'f32', name: 'Lakes' } });

    answers = () => Promise.reject(new TesseraError('stage-not-needed', 'no', 'yes'));
    await flow.addFiles([file('third.ckpt')]);
    expect(sheet()).toMatchObject({ step: 'refused', error: { code: 'stage-not-needed' } });
    flow.close();
    expect(sheet()).toMatchObject({ step: 'found', source: { files: [{}, {}] } });
  });

  it('names another host before anything is asked of it', async () => {
    const { flow, sheet } = setUp();
    await flow.openAddress('https://weights.example/x/');
    expect(sheet()).toMatchObject({ step: 'host', host: 'weights.example' });
    expect(inspected).toEqual([]);
    await flow.fetchFolder('https://weights.example/x/');
    expect(inspected).toEqual([{ kind: 'url', url: 'https://weights.example/x/' }]);

    await flow.openAddress('models/x/');
    expect(inspected[1]).toEqual({ kind: 'url', url: `${PAGE}models/x/` });
    await flow.openAddress('ftp://x');
    expect(flow.store.getState().addressError).toMatchObject({ code: 'address-invalid' });
  });

  it('forgets a file whose sheet was closed while it was read', async () => {
    const { flow, sheet } = setUp();
    let answer: (value: Found) => void = () => undefined;
    answers = () => new Promise((resolve) => (answer = resolve));
    const opening = flow.openFiles([file('slow.ckpt')]);
    flow.close();
    expect(cancel).toHaveBeenCalled();
    answer(found('slow.ckpt'));
    await opening;
    expect(sheet()).toBeNull();
  });

  it('compares a file of a published size with the published hash', async () => {
    const known = CATALOGUE.find(({ sha256 }) => sha256 !== null);
    if (!known) throw new Error('the catalogue knows no hash');
    answers = () =>
      Promise.resolve(found('net.ckpt', { published: [known], fileBytes: known.fileBytes as number }));
    for (const [verdict, expected] of [
      [true, 'same'],
      [false, 'different'],
    ] as const) {
      same = Promise.resolve(verdict);
      const { flow, sheet } = setUp();
      await flow.openFiles([file('net.ckpt')]);
      await vi.waitFor(() => expect(sheet()).toMatchObject({ identity: expected }));
      expect(sheet()).toMatchObject({ choices: { name: known.name } });
    }
  });
});
