import { beforeEach, describe, expect, it } from 'vitest';
import { modelHash } from '../../src/checkpoint/verifyFile.ts';
import { fetchModel } from '../../src/store/fetchModel.ts';
import { refused } from '../checkpoint/support/expectRefused.ts';
import { type Answer, FakeServer, folderOf, HOST, type MemoryDirectory } from './support.ts';

const PATH = 'transformer-001.safetensors';
const GPT = Uint8Array.from({ length: 97 }, (_, i) => (i * 7) % 253);
const folder = folderOf({ [PATH]: GPT });
const file = folder.manifest.files[0];

let server: FakeServer;
beforeEach(() => (server = new FakeServer(new Map(folder.files))));

const load = () => fetchModel(HOST, {}, server.environment);
const ranges = () => server.requests.filter(({ path }) => path === PATH).map(({ range }) => range);
const stored = () => server.root?.folders.get('models')?.folders.get(modelHash(folder.manifest));
const cutAt = (at: number): Answer => ({ chunks: [GPT.subarray(0, at), new Error('reset')] });

describe('a line that breaks', () => {
  it('is continued from whatever byte it had come to', async () => {
    for (let at = 1; at < GPT.length; at++) {
      server = new FakeServer(new Map(folder.files));
      server.queued.set(PATH, [cutAt(at)]);
      expect(await (await load()).read(file)).toEqual(GPT);
      expect(ranges()).toEqual([null, `bytes=${at}-`]);
      expect(stored()?.files.get(PATH)).toEqual(GPT);
    }
  });

  it('may break again and again as long as something comes', async () => {
    const pieces = Array.from({ length: 12 }, (_, i): Answer => {
      const part = { chunks: [GPT.subarray(8 * i, 8 * i + 8), new Error('reset')] };
      return i === 0 ? part : { ...part, status: 206, range: `bytes ${8 * i}-96/97` };
    });
    server.queued.set(PATH, pieces);
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(ranges()).toHaveLength(13);
  });

  it('starts anew when the server ignores the range', async () => {
    server.ranges = false;
    server.queued.set(PATH, [cutAt(40)]);
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(stored()?.files.get(PATH)).toEqual(GPT);
  });

  it.each<[string, Answer]>([
    ['another place', { status: 206, range: 'bytes 39-96/97', chunks: [GPT.subarray(39)] }],
    ['no place', { status: 206, chunks: [GPT.subarray(40)] }],
    ['a refused range', { status: 416, chunks: [] }],
  ])('does not append an answer with %s', async (_, wrong) => {
    server.queued.set(PATH, [cutAt(40), wrong]);
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(ranges()).toEqual([null, 'bytes=40-', null]);
  });

  it('notices a file that changed in the meantime, and gets it whole', async () => {
    const other = { status: 206, range: 'bytes 40-96/97', chunks: [GPT.subarray(40).toReversed()] };
    server.queued.set(PATH, [cutAt(40), other]);
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(ranges()).toEqual([null, 'bytes=40-', null]);
  });

  it('never takes a file that changed under the same name', async () => {
    server.files.set(PATH, GPT.toReversed());
    await refused(load(), 'weights-altered');
    expect(stored()?.files.has(`${PATH}.ok`)).toBe(false);
  });
});

describe('a visit that ended in mid-download', () => {
  /** What its worker had written of the file. */
  async function left(bytes: Uint8Array): Promise<void> {
    await load();
    stored()?.files.delete(`${PATH}.ok`);
    stored()?.files.set(PATH, bytes);
    server.requests.length = 0;
  }

  it('is gone on with from whatever byte it had come to', async () => {
    for (let at = 1; at < GPT.length; at++) {
      await left(GPT.slice(0, at));
      const model = await load();
      expect(model.storage).toBe('opfs');
      expect(await model.read(file)).toEqual(GPT);
      expect(ranges()).toEqual([`bytes=${at}-`]);
      expect(stored()?.files.get(PATH)).toEqual(GPT);
    }
  });

  it('costs one byte when only the commit record was missing', async () => {
    await left(GPT);
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(ranges()).toEqual(['bytes=96-']);
  });

  it.each([
    ['is not the beginning of the file', GPT.toReversed().slice(0, 50)],
    ['is longer than the file', Uint8Array.from([...GPT, 1])],
    ['is empty', new Uint8Array(0)],
  ])('starts anew when what it left %s', async (_, bytes) => {
    await left(bytes);
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(ranges().at(-1)).toBeNull();
    expect(stored()?.files.get(PATH)).toEqual(GPT);
  });

  it('keeps what came before a line that stayed broken', async () => {
    server.queued.set(PATH, [cutAt(40), new TypeError('reset'), new TypeError('reset')]);
    await refused(load(), 'network-failed');
    server.requests.length = 0;
    expect(await (await load()).read(file)).toEqual(GPT);
    expect(ranges()).toEqual(['bytes=40-']);
  });
});

describe('a store that refuses for a moment', () => {
  const held = () => new DOMException('held open elsewhere', 'NoModificationAllowedError');

  it('has the file in the end, without a second download', async () => {
    await load();
    stored()?.files.delete(`${PATH}.ok`);
    stored()?.files.delete(PATH);
    server.requests.length = 0;
    stored()?.refusals.push(held());
    const model = await load();
    expect(model.storage).toBe('opfs');
    expect(stored()?.files.get(PATH)).toEqual(GPT);
    expect(ranges()).toEqual([null]);
  });

  it('is made again when it is deleted under a download', async () => {
    const models = await server.root?.directory('models', true);
    let deleted = false;
    const model = await fetchModel(
      HOST,
      {
        onProgress: () => {
          if (deleted) return;
          deleted = true;
          stored()?.refusals.push(new DOMException('gone', 'NotFoundError'));
          void models?.remove(modelHash(folder.manifest));
        },
      },
      server.environment,
    );
    expect(model.storage).toBe('opfs');
    expect(stored()?.files.get(PATH)).toEqual(GPT);
    expect(await model.read(file)).toEqual(GPT);
    expect(ranges()).toEqual([null]);
  });

  it('does without when it goes on refusing', async () => {
    await load();
    stored()?.files.delete(`${PATH}.ok`);
    stored()?.files.delete(PATH);
    stored()?.refusals.push(held(), held());
    expect((await load()).storage).toBe('memory');
  });
});

describe('storage that goes away', () => {
  it('gets a file again that was cleared while the model is in use', async () => {
    const model = await load();
    stored()?.files.clear();
    expect(await model.read(file)).toEqual(GPT);
  });

  it('gets a file again that was cut short', async () => {
    const model = await load();
    (stored() as MemoryDirectory).files.set(PATH, GPT.subarray(0, 10));
    expect(await model.read(file)).toEqual(GPT);
  });

  it('says what is missing when it cannot be got again', async () => {
    const model = await load();
    stored()?.files.clear();
    server.offline = true;
    await refused(model.read(file), 'network-failed');
  });

  it('goes on in memory when the whole storage is refused in the middle', async () => {
    const model = await load();
    (stored() as MemoryDirectory).files.clear();
    (stored() as MemoryDirectory).room.bytes = 0;
    expect(await model.read(file)).toEqual(GPT);
    expect(await model.read(file)).toEqual(GPT);
  });
});

it('two tabs that open a model at once download each file once', async () => {
  const [one, two] = await Promise.all([load(), load()]);
  expect(await one.read(file)).toEqual(GPT);
  expect(await two.read(file)).toEqual(GPT);
  expect(ranges()).toEqual([null]);
});
