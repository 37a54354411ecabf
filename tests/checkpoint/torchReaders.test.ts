import { describe, expect, it } from 'vitest';
import { type ByteSource, memoryBytes } from '../../src/checkpoint/bytes.ts';
import type { Dtype } from '../../src/checkpoint/dtypes.ts';
import { openTensors } from '../../src/checkpoint/openTensors.ts';
import { refused } from './support/expectRefused.ts';
import { PickleWriter } from './support/pickleWriter.ts';
import { type CheckpointSpec, legacyFile, storageBytes, zipEntries, zipFile } from './support/torchWriter.ts';

const LIGHTNING_EXTRA = (p: PickleWriter) =>
  p
    .text('callbacks')
    .dict(() =>
      p.global('pytorch_lightning.callbacks.model_checkpoint', 'ModelCheckpoint').dict(() => undefined),
    );

/** Every dtype, a transposed view, a slice, an alias, a parameter, a scalar, an empty tensor. */
const SPEC: CheckpointSpec = {
  storages: [
    { key: '0', dtype: 'f32', elements: 12 },
    { key: '1', dtype: 'f64', elements: 2 },
    { key: '2', dtype: 'f16', elements: 2 },
    { key: '3', dtype: 'bf16', elements: 2 },
    { key: '4', dtype: 'i64', elements: 2 },
    { key: '5', dtype: 'i32', elements: 1 },
    { key: '6', dtype: 'i16', elements: 1 },
    { key: '7', dtype: 'i8', elements: 1 },
    { key: '8', dtype: 'u8', elements: 1 },
    { key: '94412312312', dtype: 'bool', elements: 2 },
    { key: 'unused', dtype: 'f32', elements: 100 },
  ],
  tensors: [
    { name: 'whole', storage: '0', shape: [3, 4] },
    { name: 'transposed', storage: '0', shape: [4, 3], stride: [1, 4] },
    { name: 'slice', storage: '0', shape: [2, 2], stride: [4, 1], offset: 5 },
    { name: 'alias', storage: '0', shape: [12] },
    { name: 'parameter', storage: '0', shape: [3, 4], parameter: true },
    { name: 'repeated', storage: '0', shape: [3], stride: [0], offset: 2 },
    { name: 'scalar', storage: '4', shape: [], offset: 1 },
    { name: 'empty', storage: '0', shape: [0, 5] },
    { name: 'f64', storage: '1', shape: [2] },
    { name: 'f16', storage: '2', shape: [2] },
    { name: 'bf16', storage: '3', shape: [2] },
    { name: 'i64', storage: '4', shape: [2] },
    { name: 'i32', storage: '5', shape: [1] },
    { name: 'i16', storage: '6', shape: [1] },
    { name: 'i8', storage: '7', shape: [1] },
    { name: 'u8', storage: '8', shape: [1] },
    { name: 'bool', storage: '94412312312', shape: [2] },
  ],
  optimizer: [{ name: 'exp_avg', storage: 'unused', shape: [100] }],
  extra: LIGHTNING_EXTRA,
};

const DATA = new Map<string, Uint8Array>([
  ['0', bytesOf(Float32Array.from({ length: 12 }, (_, i) => i + 0.5))],
  ['1', bytesOf(Float64Array.of(0.25, -3))],
  ['2', bytesOf(Uint16Array.of(0x3c00, 0xc100))],
  ['3', bytesOf(Uint16Array.of(0x3f80, 0xc040))],
  ['4', bytesOf(BigInt64Array.of(-5n, 2n ** 40n))],
  ['5', bytesOf(Int32Array.of(-70_000))],
  ['6', bytesOf(Int16Array.of(-300))],
  ['7', bytesOf(Int8Array.of(-7))],
  ['8', Uint8Array.of(250)],
  ['94412312312', Uint8Array.of(1, 0)],
  ['unused', new Uint8Array(400)],
]);

const EXPECTED: Record<string, number[]> = {
  whole: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5],
  transposed: [0.5, 4.5, 8.5, 1.5, 5.5, 9.5, 2.5, 6.5, 10.5, 3.5, 7.5, 11.5],
  slice: [5.5, 6.5, 9.5, 10.5],
  alias: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5],
  parameter: [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5],
  repeated: [2.5, 2.5, 2.5],
  scalar: [2 ** 40],
  empty: [],
  f64: [0.25, -3],
  f16: [1, -2.5],
  bf16: [1, -3],
  i64: [-5, 2 ** 40],
  i32: [-70_000],
  i16: [-300],
  i8: [-7],
  u8: [250],
  bool: [1, 0],
};

const CONTAINERS: [string, Uint8Array][] = [
  ['zip', zipFile(zipEntries(SPEC, DATA))],
  ['zip, aligned, another root', zipFile(zipEntries(SPEC, DATA, 'last'), { align: true })],
  ['zip with ZIP64 records', zipFile(zipEntries(SPEC, DATA), { zip64: true })],
  ['legacy stream', legacyFile(SPEC, DATA)],
];

function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

const oneTensor = (elements: number, shape: number[], more: object = {}): CheckpointSpec => ({
  storages: [{ key: '0', dtype: 'f32', elements }],
  tensors: [{ name: 'the.tensor', storage: '0', shape, ...more }],
});
const floats = (n: number) => new Map([['0', new Uint8Array(4 * n)]]);

describe.each(CONTAINERS)('%s', (_, file) => {
  it('gives every dtype, view, alias and parameter', async () => {
    const { source } = await openTensors(memoryBytes(file));
    for (const [name, values] of Object.entries(EXPECTED)) {
      expect(Array.from(await source.readFloat32(name)), name).toEqual(values);
    }
    expect(source.tensors.get('transposed')).toEqual({ name: 'transposed', shape: [4, 3], dtype: 'f32' });
    expect(await source.readIntegers('i64')).toEqual([-5, 2 ** 40]);
    expect(await source.readIntegers('i32')).toEqual([-70_000]);
    await refused(source.readFloat32('nothing'), 'tensor-missing');
    await refused(source.readIntegers('whole'), 'tensor-not-integer');
  });

  it('counts storages that no weight uses, and never reads them', async () => {
    const reads: [number, number][] = [];
    const inner = memoryBytes(file);
    const spy: ByteSource = {
      size: inner.size,
      read(offset, length) {
        reads.push([offset, length]);
        return inner.read(offset, length);
      },
    };
    const { source, unusedBytes } = await openTensors(spy);
    expect(unusedBytes).toBe(400);
    for (const name of source.tensors.keys()) await source.readFloat32(name);
    expect(Math.max(...reads.filter(([offset]) => offset > 4096).map(([, length]) => length))).toBeLessThan(
      400,
    );
  });

  it('says that a file cut anywhere is incomplete or damaged', async () => {
    for (let length = 0; length < file.length; length += 97) {
      const error = await openTensors(memoryBytes(file.subarray(0, length))).catch((thrown: Error) => thrown);
      expect(error, `cut at ${length}`).toMatchObject({ name: 'TesseraError' });
    }
  });
});

describe('torch files', () => {
  it('accepts a bare state dict', async () => {
    const file = zipFile(zipEntries({ ...oneTensor(4, [2, 2]), bare: true }, floats(4)));
    expect((await openTensors(memoryBytes(file))).source.tensors.size).toBe(1);
  });

  it.each<[string, CheckpointSpec, string]>([
    ['an offset beyond the storage', oneTensor(4, [4], { offset: 1 }), 'tensor-out-of-bounds'],
    ['a stride beyond the storage', oneTensor(4, [2, 2], { stride: [3, 1] }), 'tensor-out-of-bounds'],
    ['a shape whose product overflows', oneTensor(4, [2 ** 30, 2 ** 30]), 'tensor-out-of-bounds'],
    ['a billion repeats of one element', oneTensor(4, [2 ** 30], { stride: [0] }), 'tensor-unreadable'],
    [
      'a name with control characters',
      { ...oneTensor(4, [4]), tensors: [{ name: 'a\nb', storage: '0', shape: [4] }] },
      'tensor-unreadable',
    ],
  ])('refuses %s in both containers, naming the tensor', async (_, spec, code) => {
    for (const file of [zipFile(zipEntries(spec, floats(4))), legacyFile(spec, floats(4))]) {
      const error = await refused(openTensors(memoryBytes(file)), code);
      expect(error.message).toMatch(/the\.tensor|a\\nb/);
    }
  });

  it('refuses a state dict entry that is no tensor, naming it', async () => {
    const pickle = new PickleWriter().dict((p) =>
      p.text('state_dict').orderedDict(() => p.text('head.weight').global('mystery', 'thing').op(0x29, 0x52)),
    );
    const file = zipFile([{ name: 'archive/data.pkl', bytes: pickle.end() }]);
    const error = await refused(openTensors(memoryBytes(file)), 'tensor-unreadable');
    expect(error.message).toMatch(/head\.weight.*mystery\.thing/);
  });

  it('reads a legacy view of a larger storage', async () => {
    const view = new PickleWriter();
    view.dict(() => {
      view.text('w').global('torch._utils', '_rebuild_tensor');
      view.tuple(() => {
        view.tuple(() => {
          view.text('storage').global('torch', 'FloatStorage').text('root').text('cpu').int(6);
          view.tuple(() => view.text('view').int(2).int(3));
        });
        view.op(0x51).int(1);
        view.tuple(() => view.int(2));
        view.tuple(() => view.int(1));
      });
      view.op(0x52);
    });
    const spec = { storages: [{ key: 'root', dtype: 'f32' as Dtype, elements: 6 }], tensors: [] };
    const whole = legacyFile(spec, new Map([['root', bytesOf(Float32Array.of(0, 1, 2, 3, 4, 5))]]));
    const object = objectPickle(whole);
    const file = Uint8Array.from([
      ...whole.subarray(0, object.start),
      ...view.end(),
      ...whole.subarray(object.end),
    ]);
    const { source } = await openTensors(memoryBytes(file));
    expect(Array.from(await source.readFloat32('w'))).toEqual([3, 4]);
  });

  it('notices an altered payload by the checksum of the zip directory', async () => {
    const file = zipFile(
      zipEntries(oneTensor(4, [4]), new Map([['0', bytesOf(Float32Array.of(1, 2, 3, 4))]])),
    );
    const at = file.findIndex(
      (_, i) => file[i + 2] === 0x80 && file[i + 3] === 0x3f && file[i] === 0 && file[i + 1] === 0,
    );
    file[at] ^= 1;
    const { source } = await openTensors(memoryBytes(file));
    await refused(source.readFloat32('the.tensor'), 'checkpoint-damaged');
  });

  it('ignores what follows the end of a zip file, as torch does', async () => {
    const file = zipFile(zipEntries(SPEC, DATA));
    const padded = new Uint8Array(file.length + 17);
    padded.set(file);
    const { source } = await openTensors(memoryBytes(padded));
    expect([...(await source.readFloat32('f64'))]).toEqual([0.25, -3]);
  });

  it('refuses compressed entries, wrong sizes and files of several roots', async () => {
    const entries = zipEntries(oneTensor(4, [4]), floats(4));
    const compressed = zipFile(entries.map((entry) => ({ ...entry, method: 8 })));
    await refused(openTensors(memoryBytes(compressed)), 'zip-compressed');
    const longer = zipFile(entries.map((e) => (e.name.endsWith('/0') ? { ...e, declaredSize: 2 ** 31 } : e)));
    expect((await refused(openTensors(memoryBytes(longer)), 'checkpoint-damaged')).message).toContain(
      'data/0',
    );
    const shorter = zipFile(entries.map((e) => (e.name.endsWith('/0') ? { ...e, declaredSize: 8 } : e)));
    await refused(openTensors(memoryBytes(shorter)), 'checkpoint-damaged');
    const twice = zipFile([...entries, { name: 'other/data.pkl', bytes: entries[0].bytes }]);
    await refused(openTensors(memoryBytes(twice)), 'not-a-checkpoint');
    const big = zipFile([...entries, { name: 'archive/byteorder', bytes: new TextEncoder().encode('big') }]);
    await refused(openTensors(memoryBytes(big)), 'big-endian');
  });

  it('refuses a legacy storage whose count differs from the announced one', async () => {
    const spec = oneTensor(4, [4]);
    const file = legacyFile(spec, floats(4));
    file[file.length - 16 - 8] = 5;
    await refused(openTensors(memoryBytes(file)), 'checkpoint-damaged');
    expect(storageBytes(spec.storages[0])).toBe(16);
  });
});

/** Where the fourth pickle of a legacy file lies. */
function objectPickle(file: Uint8Array): { start: number; end: number } {
  const starts: number[] = [];
  for (let i = 0; i + 1 < file.length; i++) {
    if (file[i] === 0x80 && file[i + 1] === 2 && (i === 0 || file[i - 1] === 0x2e)) starts.push(i);
  }
  return { start: starts[3], end: starts[4] };
}
