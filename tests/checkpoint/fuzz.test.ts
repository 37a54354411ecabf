/**
 * Mutated files at each reader: the outcome is a TesseraError or sound tensors, never anything else.
 * FUZZ_RUNS raises the number of files a reader (default 300).
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBytes } from '../../src/checkpoint/bytes.ts';
import { convert } from '../../src/checkpoint/convert.ts';
import { describeCheckpoint } from '../../src/checkpoint/describe.ts';
import { elementCount } from '../../src/checkpoint/dtypes.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../../src/checkpoint/infer/referenceConfig.ts';
import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { openModelFolder } from '../../src/checkpoint/modelFolder.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { unpickle } from '../../src/checkpoint/pickle/unpickle.ts';
import { encodeSafetensors } from '../../src/checkpoint/safetensors/writeSafetensors.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { fakeModel } from './support/fakeSource.ts';
import { MemoryFolder } from './support/memoryFolder.ts';
import { SMALL_CHECKPOINT, SMALL_STORAGES } from './support/smallCheckpoint.ts';
import {
  checkpointPickle,
  type CheckpointSpec,
  concat,
  legacyFile,
  zipEntries,
  zipFile,
} from './support/torchWriter.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const TIMEOUT_MS = 60_000 + RUNS * 20;

type Mutation =
  | { kind: 'cut'; at: number }
  | { kind: 'set'; at: number; to: number }
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'word'; at: number; value: number }
  | { kind: 'remove'; at: number; count: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array }
  | { kind: 'copy'; at: number; from: number; count: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
/** Numbers that break careless arithmetic. */
const nasty = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('set' as const), at: place, to: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant('word' as const), at: place, value: nasty }),
  fc.record({ kind: fc.constant('remove' as const), at: place, count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  }),
  fc.record({
    kind: fc.constant('copy' as const),
    at: place,
    from: place,
    count: fc.integer({ min: 1, max: 60 }),
  }),
);
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

function mutate(file: Uint8Array, list: readonly Mutation[]): Uint8Array {
  let bytes: Uint8Array = file.slice();
  for (const one of list) {
    const at = Math.floor(one.at * bytes.length);
    if (one.kind === 'cut') bytes = bytes.slice(0, at);
    else if (one.kind === 'remove') bytes = concat([bytes.subarray(0, at), bytes.subarray(at + one.count)]);
    else if (one.kind === 'insert') bytes = concat([bytes.subarray(0, at), one.bytes, bytes.subarray(at)]);
    else if (one.kind === 'copy') {
      const from = Math.floor(one.from * bytes.length);
      bytes.set(bytes.slice(from, from + Math.min(one.count, bytes.length - at)), at);
    } else if (one.kind === 'set') bytes[at] = one.to;
    else if (one.kind === 'flip') bytes[at] ^= 1 << one.bit;
    else if (at + 4 <= bytes.length)
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, one.value, true);
  }
  return bytes;
}

/** Runs what a person's file goes through; gives true when it was accepted. */
async function outcome(run: () => Promise<void> | void): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error;
    expect(error.line).toMatch(/^[a-z0-9-]+: [^\n]+; [^\n]+$/);
    return false;
  }
}

async function readAll(bytes: Uint8Array): Promise<void> {
  const { source } = await openTensors(memoryBytes(bytes));
  for (const [name, info] of source.tensors) {
    const values = await source.readFloat32(name);
    expect(values.length).toBe(elementCount(info.shape));
  }
  await inferArchitecture(source, null);
}

const SAFETENSORS = encodeSafetensors([
  { name: 'a', dtype: 'f32', shape: [2, 3], bytes: new Uint8Array(24).fill(1) },
  { name: 'b', dtype: 'i64', shape: [], bytes: new Uint8Array(8) },
  { name: 'c', dtype: 'f16', shape: [0, 7], bytes: new Uint8Array(0) },
  { name: 'd', dtype: 'bool', shape: [5], bytes: new Uint8Array(5) },
]);

describe('mutated files', () => {
  it.each<[string, Uint8Array]>([
    ['torch zip', zipFile(zipEntries(SMALL_CHECKPOINT, SMALL_STORAGES))],
    [
      'torch zip with ZIP64',
      zipFile(zipEntries(SMALL_CHECKPOINT, SMALL_STORAGES), { zip64: true, align: true }),
    ],
    ['torch legacy stream', legacyFile(SMALL_CHECKPOINT, SMALL_STORAGES)],
    ['safetensors', SAFETENSORS],
  ])(
    '%s: a typed error or sound tensors',
    async (_, file) => {
      expect(await outcome(() => openTensors(memoryBytes(file)).then(() => undefined))).toBe(true);
      await fc.assert(
        fc.asyncProperty(mutations, async (list) => {
          await outcome(() => readAll(mutate(file, list)));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'a whole conversion: refused by name, or a folder that opens',
    async () => {
      const architecture = { layers: 1, width: 4, vocabulary: 3, blockSize: 4, unmasked: 0 };
      const fake = fakeModel({}, architecture);
      const storages = [...fake].map(([, { shape }], i) => ({
        key: String(i),
        dtype: 'f32' as const,
        elements: elementCount(shape),
      }));
      const spec: CheckpointSpec = {
        storages,
        tensors: [...fake].map(([name, { shape }], i) => ({ name, storage: String(i), shape })),
      };
      const data = new Map(storages.map(({ key, elements }) => [key, new Uint8Array(4 * elements)]));
      const file = legacyFile(spec, data);
      const run = async (bytes: Uint8Array): Promise<boolean> => {
        const folder = new MemoryFolder();
        const accepted = await outcome(async () => {
          const opened = await openTensors(memoryBytes(bytes));
          await describeCheckpoint(opened, null);
          const about = { id: 'a', name: '', description: '', license: '', source: '', trainedOn: '' };
          const model = await inferArchitecture(opened.source, null);
          const { manifest } = await convert(model, folder, { dtype: 'int8', heads: 2, about });
          await openModelFolder(manifest, ({ path }) =>
            Promise.resolve(folder.files.get(path) as Uint8Array),
          );
        });
        expect(folder.committed).toBe(accepted);
        return accepted;
      };
      expect(await run(file)).toBe(true);
      await fc.assert(
        fc.asyncProperty(mutations, async (list) => {
          await run(mutate(file, list));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  // through a container most mutations die at its checksums; this reaches the interpreter itself
  it(
    'pickle inside a sound container',
    async () => {
      const pickle = checkpointPickle(SMALL_CHECKPOINT, false);
      const others = zipEntries(SMALL_CHECKPOINT, SMALL_STORAGES).slice(1);
      let accepted = 0;
      await fc.assert(
        fc.asyncProperty(mutations, async (list) => {
          const file = zipFile([{ name: 'archive/data.pkl', bytes: mutate(pickle, list) }, ...others]);
          if (await outcome(() => readAll(file))) accepted++;
        }),
        { numRuns: RUNS },
      );
      expect(accepted).toBeLessThan(RUNS);
    },
    TIMEOUT_MS,
  );

  it(
    'random bytes as a pickle',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
          await outcome(() => void unpickle(bytes));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'model.json and YAML',
    async () => {
      const manifest = new TextEncoder().encode(
        '{"format":"tessera-model","version":1,"id":"a","name":"","description":"","license":"","source":"","trainedOn":"","imageStage":null,"conditioning":[{"kind":"none","stage":{"type":"sos","token":0},"tokenOffset":0}],"transformer":{"layers":1,"heads":1,"width":1,"vocabulary":1,"blockSize":1,"unmasked":0},"files":[{"path":"a.safetensors","bytes":1,"sha256":"' +
          'a'.repeat(64) +
          '"}],"dtype":"f32"}',
      );
      expect(await outcome(() => void parseManifest(manifest))).toBe(true);
      const yaml = new TextEncoder().encode(
        'model:\n  target: a.B\n  params:\n    sos_token: 0\n    transformer_config: &t\n      params: {n_head: 16, n_layer: 24}\n    cond_stage_config: *t\n    list:\n      - 1\n      - "x"\n',
      );
      await fc.assert(
        fc.asyncProperty(mutations, async (list) => {
          await outcome(() => void parseManifest(mutate(manifest, list)));
          await outcome(() => void parseReferenceConfig(new TextDecoder().decode(mutate(yaml, list))));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});
