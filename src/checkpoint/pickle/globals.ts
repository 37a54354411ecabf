/**
 * What the names in a pickle stand for (reference section 9.5). Calls are turned into records: a few torch
 * helpers into tensors, everything else into `Opaque`. Names that only an attack would use refuse the file.
 */
import { TesseraError } from '../../core/errors.ts';
import type { Dtype } from '../dtypes.ts';
import {
  describeValue,
  Opaque,
  PickleDict,
  PickleGlobal,
  PickleList,
  PickleTuple,
  type PickleValue,
  StorageRef,
  TensorRef,
} from './values.ts';

const STORAGE_DTYPES: ReadonlyMap<string, Dtype> = new Map([
  ['torch.DoubleStorage', 'f64'],
  ['torch.FloatStorage', 'f32'],
  ['torch.HalfStorage', 'f16'],
  ['torch.BFloat16Storage', 'bf16'],
  ['torch.LongStorage', 'i64'],
  ['torch.IntStorage', 'i32'],
  ['torch.ShortStorage', 'i16'],
  ['torch.CharStorage', 'i8'],
  ['torch.ByteStorage', 'u8'],
  ['torch.BoolStorage', 'bool'],
]);

const TORCH_DTYPES: ReadonlyMap<string, Dtype> = new Map([
  ['torch.float64', 'f64'],
  ['torch.float32', 'f32'],
  ['torch.float16', 'f16'],
  ['torch.bfloat16', 'bf16'],
  ['torch.int64', 'i64'],
  ['torch.int32', 'i32'],
  ['torch.int16', 'i16'],
  ['torch.int8', 'i8'],
  ['torch.uint8', 'u8'],
  ['torch.bool', 'bool'],
]);

const UNTYPED = new Set([
  'torch.storage.UntypedStorage',
  'torch.UntypedStorage',
  'torch.storage._UntypedStorage',
]);

/** Modules whose names have no business in a checkpoint: they reach the system or run code. */
const UNSAFE_MODULES =
  /^(os|posix|nt|posixpath|subprocess|_posixsubprocess|pty|commands|popen2|sys|shutil|socket|runpy|imp|importlib|ctypes|_ctypes|code|codeop|webbrowser|signal|threading|_thread|multiprocessing|asyncio|pdb|bdb|cProfile|profile|timeit|trace|pip|pickle|_pickle|cPickle|marshal|tempfile|pathlib|io|_io|urllib|urllib2|http|requests|smtplib|ftplib|telnetlib|platform|ssl|gc|inspect|types|builtins|__builtin__|torch\.hub|torch\.serialization|torch\.jit)(\.|$)/;

/** The members of `builtins` that published checkpoints name as data. */
const HARMLESS_BUILTIN =
  /^(builtins|__builtin__)\.(set|frozenset|slice|complex|range|bytearray|bytes|object|list|dict|tuple|int|float|bool|str|unicode|long|type|getattr|print|map|filter|zip|sorted|reversed|len|NoneType|xrange|basestring|Ellipsis|NotImplemented|enumerate|iter)$/;

const HARMLESS_ELSEWHERE =
  /^(pathlib\.(PosixPath|WindowsPath|PurePosixPath|PureWindowsPath|Path)|types\.SimpleNamespace)$/;

/**
 * The record of a GLOBAL.
 * @throws TesseraError `pickle-unsafe` naming it when it is one that only an attack would use
 */
export function resolveGlobal(module: string, name: string): PickleGlobal {
  const full = `${module}.${name}`;
  if (UNSAFE_MODULES.test(full) && !HARMLESS_BUILTIN.test(full) && !HARMLESS_ELSEWHERE.test(full)) {
    throw new TesseraError(
      'pickle-unsafe',
      `the checkpoint names ${full}, which runs code when other programs load it; nothing was run`,
      'do not open this file anywhere else, and get the checkpoint from its authors',
    );
  }
  return new PickleGlobal(full);
}

/** A call, as the data it stands for. */
export function applyGlobal(callee: PickleValue, args: PickleValue): PickleValue {
  if (!(callee instanceof PickleGlobal)) return new Opaque(`a call of ${describeValue(callee)}`);
  if (!(args instanceof PickleTuple)) return new Opaque(`a call of ${callee.name}`);
  const result = interpret(callee.name, args.items);
  if (result !== undefined) return result;
  return callee.name.startsWith('torch._utils._rebuild_')
    ? new Opaque('a tensor record whose storage, offset, size or stride is not sound')
    : new Opaque(`a call of ${callee.name}, which is never executed`);
}

function interpret(name: string, args: readonly PickleValue[]): PickleValue | undefined {
  switch (name) {
    case 'collections.OrderedDict':
      return orderedDict(args);
    case 'collections.defaultdict':
    case 'builtins.dict':
    case '__builtin__.dict':
      return new PickleDict();
    case 'torch._utils._rebuild_tensor':
    case 'torch._utils._rebuild_tensor_v2':
    case 'torch._utils._rebuild_tensor_v3':
      return rebuildTensor(args);
    case 'torch._utils._rebuild_parameter':
    case 'torch._utils._rebuild_parameter_with_state':
    case 'torch.nn.parameter.Parameter':
      return args[0] instanceof TensorRef ? args[0] : undefined;
    case 'torch.Size':
      return args[0] instanceof PickleTuple || args[0] instanceof PickleList
        ? new PickleTuple(args[0].items)
        : undefined;
    default:
      return undefined;
  }
}

/** `OrderedDict()` or, from old writers, `OrderedDict([[key, value], ...])`. */
function orderedDict(args: readonly PickleValue[]): PickleDict | undefined {
  const dict = new PickleDict();
  if (args.length === 0) return dict;
  if (!(args[0] instanceof PickleList)) return undefined;
  for (const pair of args[0].items) {
    if (!(pair instanceof PickleList || pair instanceof PickleTuple) || pair.items.length !== 2)
      return undefined;
    dict.entries.push([pair.items[0], pair.items[1]]);
  }
  return dict;
}

/** (storage, offset, size, stride, requires_grad, hooks[, dtype][, metadata]); the oldest form has four. */
function rebuildTensor(args: readonly PickleValue[]): TensorRef | undefined {
  const [storage, offset, size, stride] = args;
  if (!(storage instanceof StorageRef) || !isCount(offset)) return undefined;
  const shape = counts(size);
  const strides = counts(stride);
  if (!shape || !strides || shape.length !== strides.length || shape.length > 16) return undefined;
  const named = args[6] instanceof PickleGlobal ? TORCH_DTYPES.get(args[6].name) : undefined;
  const dtype = storage.dtype ?? named;
  return dtype ? new TensorRef(storage, dtype, offset, shape, strides) : undefined;
}

/** ('storage', tag, key, location, elements[, view metadata]) of both containers. */
export function storageOf(id: PickleValue): StorageRef | undefined {
  if (!(id instanceof PickleTuple) || id.items[0] !== 'storage') return undefined;
  const [, tag, key, , elements, view] = id.items;
  if (!(tag instanceof PickleGlobal) || !isCount(elements)) return undefined;
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  const dtype = UNTYPED.has(tag.name) ? null : STORAGE_DTYPES.get(tag.name);
  if (dtype === undefined) return undefined;
  if (view instanceof PickleTuple) {
    const [, offset, visible] = view.items;
    if (!isCount(offset) || !isCount(visible) || offset + visible > elements) return undefined;
    return new StorageRef(String(key), dtype, elements, offset, visible);
  }
  return new StorageRef(String(key), dtype, elements, 0, elements);
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function counts(value: PickleValue | undefined): number[] | undefined {
  if (!(value instanceof PickleTuple || value instanceof PickleList)) return undefined;
  const items: readonly PickleValue[] = value.items;
  return items.every(isCount) ? items.slice() : undefined;
}
