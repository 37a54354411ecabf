/** Writes both torch containers, with views, shared storages and anything else that the readers must meet. */
import { crc32 } from 'node:zlib';
import { DTYPE_BYTES, type Dtype } from '../../../src/checkpoint/dtypes.ts';
import { PickleWriter } from './pickleWriter.ts';

export interface StorageSpec {
  readonly key: string;
  readonly dtype: Dtype;
  readonly elements: number;
}

export interface TensorSpec {
  readonly name: string;
  readonly storage: string;
  readonly shape: readonly number[];
  readonly offset?: number;
  readonly stride?: readonly number[];
  /** Wrapped by `_rebuild_parameter`. */
  readonly parameter?: boolean;
}

export interface CheckpointSpec {
  readonly storages: readonly StorageSpec[];
  readonly tensors: readonly TensorSpec[];
  /** Tensors under `optimizer_states`, as Adam leaves them. */
  readonly optimizer?: readonly TensorSpec[];
  /** Extra entries of the root dict, written as they are. */
  readonly extra?: (pickle: PickleWriter) => void;
  /** Without `state_dict` around it. */
  readonly bare?: boolean;
}

const TAGS: Record<Dtype, string> = {
  f64: 'DoubleStorage',
  f32: 'FloatStorage',
  f16: 'HalfStorage',
  bf16: 'BFloat16Storage',
  i64: 'LongStorage',
  i32: 'IntStorage',
  i16: 'ShortStorage',
  i8: 'CharStorage',
  u8: 'ByteStorage',
  bool: 'BoolStorage',
};

function contiguous(shape: readonly number[]): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    stride[d] = step;
    step *= Math.max(1, shape[d]);
  }
  return stride;
}

function writeTensor(pickle: PickleWriter, spec: TensorSpec, storage: StorageSpec, legacy: boolean): void {
  const plain = () => {
    pickle.global('torch._utils', '_rebuild_tensor_v2');
    pickle.tuple(() => {
      pickle.tuple(() => {
        pickle
          .text('storage')
          .global('torch', TAGS[storage.dtype])
          .text(storage.key)
          .text('cpu')
          .int(storage.elements);
        if (legacy) pickle.op(0x4e);
      });
      pickle.op(0x51).int(spec.offset ?? 0);
      pickle.tuple(() => spec.shape.forEach((size) => pickle.int(size)));
      pickle.tuple(() => (spec.stride ?? contiguous(spec.shape)).forEach((step) => pickle.int(step)));
      pickle.op(0x89).global('collections', 'OrderedDict').op(0x29, 0x52);
    });
    pickle.op(0x52);
  };
  if (!spec.parameter) return plain();
  pickle.global('torch._utils', '_rebuild_parameter');
  pickle.tuple(() => {
    plain();
    pickle.op(0x88).global('collections', 'OrderedDict').op(0x29, 0x52);
  });
  pickle.op(0x52);
}

export function checkpointPickle(spec: CheckpointSpec, legacy: boolean): Uint8Array {
  const pickle = new PickleWriter();
  const storages = new Map(spec.storages.map((storage) => [storage.key, storage]));
  const tensors = (list: readonly TensorSpec[]) => {
    for (const tensor of list) {
      const storage = storages.get(tensor.storage);
      if (!storage) throw new Error(`no storage ${tensor.storage}`);
      pickle.text(tensor.name);
      writeTensor(pickle, tensor, storage, legacy);
    }
  };
  const state = () => pickle.orderedDict(() => tensors(spec.tensors));
  if (spec.bare) {
    state();
  } else {
    pickle.dict(() => {
      pickle.text('epoch').int(3);
      spec.extra?.(pickle);
      const { optimizer } = spec;
      if (optimizer) pickle.text('optimizer_states').list(() => pickle.dict(() => tensors(optimizer)));
      pickle.text('state_dict');
      state();
      // `_metadata` of a state dict, applied by BUILD
      pickle
        .dict(() => pickle.text('_metadata').orderedDict(() => pickle.text('').dict(() => undefined)))
        .op(0x62);
    });
  }
  return pickle.end();
}

/** Everything of a legacy stream before the storages, which follow in the order of `spec.storages`. */
export function legacyHead(spec: CheckpointSpec): Uint8Array {
  return concat([
    new PickleWriter().long(0x1950a86a20f9469cfc6cn).end(),
    new PickleWriter().int(1001).end(),
    new PickleWriter().dict((p) => p.text('protocol_version').int(1001).text('little_endian').op(0x88)).end(),
    checkpointPickle(spec, true),
    new PickleWriter().list((p) => spec.storages.forEach(({ key }) => p.text(key))).end(),
  ]);
}

export function legacyFile(spec: CheckpointSpec, data: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const chunks = [legacyHead(spec)];
  for (const { key, elements } of spec.storages) chunks.push(uint(elements, 8), data.get(key) as Uint8Array);
  return concat(chunks);
}

export interface ZipEntrySpec {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  /** Overrides what the directory says. */
  readonly declaredSize?: number;
}

export interface ZipOptions {
  /** ZIP64 extra fields and end records, as for files beyond 4 GiB. */
  readonly zip64?: boolean;
  /** Pads local headers so that payloads start at multiples of 64, as torch does. */
  readonly align?: boolean;
}

export function zipEntries(
  spec: CheckpointSpec,
  data: ReadonlyMap<string, Uint8Array>,
  root = 'archive',
): ZipEntrySpec[] {
  return [
    { name: `${root}/data.pkl`, bytes: checkpointPickle(spec, false) },
    ...spec.storages.map(({ key }) => ({ name: `${root}/data/${key}`, bytes: data.get(key) as Uint8Array })),
    { name: `${root}/version`, bytes: new TextEncoder().encode('3\n') },
  ];
}

/** Local headers with zero sizes and flags 0x808, as torch writes them. */
export function zipFile(entries: readonly ZipEntrySpec[], options: ZipOptions = {}): Uint8Array {
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (chunk: Uint8Array) => {
    chunks.push(chunk);
    at += chunk.length;
  };
  for (const { name, bytes, method = 0, declaredSize } of entries) {
    const encoded = new TextEncoder().encode(name);
    const pad = options.align ? (64 - ((at + 34 + encoded.length) % 64)) % 64 : 0;
    const extra = options.align
      ? concat([uint(0x4246, 2), uint(pad, 2), new Uint8Array(pad)])
      : new Uint8Array(0);
    const headerOffset = at;
    add(concat([uint(0x04034b50, 4), uint(20, 2), uint(0x808, 2), uint(method, 2), new Uint8Array(16)]));
    add(concat([uint(encoded.length, 2), uint(extra.length, 2), encoded, extra, bytes]));
    const size = declaredSize ?? bytes.length;
    const wide = options.zip64 ?? false;
    const field = wide
      ? concat([uint(1, 2), uint(24, 2), uint(size, 8), uint(size, 8), uint(headerOffset, 8)])
      : new Uint8Array(0);
    const short = (value: number) => uint(wide ? 0xffffffff : value, 4);
    directory.push(
      concat([
        ...[uint(0x02014b50, 4), uint(20, 2), uint(20, 2), uint(0x808, 2), uint(method, 2), uint(0, 4)],
        ...[uint(crc32(bytes), 4), short(size), short(size)],
        ...[uint(encoded.length, 2), uint(field.length, 2), uint(0, 2), uint(0, 2), uint(0, 2), uint(0, 4)],
        ...[short(headerOffset), encoded, field],
      ]),
    );
  }
  const offset = at;
  const central = concat(directory);
  add(central);
  if (options.zip64) {
    const record = at;
    add(concat([uint(0x06064b50, 4), uint(44, 8), uint(45, 2), uint(45, 2), uint(0, 8)]));
    add(concat([uint(entries.length, 8), uint(entries.length, 8), uint(central.length, 8), uint(offset, 8)]));
    add(concat([uint(0x07064b50, 4), uint(0, 4), uint(record, 8), uint(1, 4)]));
  }
  const count = options.zip64 ? 0xffff : entries.length;
  const place = options.zip64
    ? [uint(0xffffffff, 4), uint(0xffffffff, 4)]
    : [uint(central.length, 4), uint(offset, 4)];
  add(concat([uint(0x06054b50, 4), uint(0, 4), uint(count, 2), uint(count, 2), ...place, uint(0, 2)]));
  return concat(chunks);
}

export function uint(value: number, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  let rest = BigInt(value);
  for (let i = 0; i < bytes; i++, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(chunks));
}

export function storageBytes({ dtype, elements }: StorageSpec): number {
  return elements * DTYPE_BYTES[dtype];
}
