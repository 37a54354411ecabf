/** From the unpickled root of a torch file to a source of tensors. */
import { TesseraError } from '../../core/errors.ts';
import { DTYPE_BYTES, elementCount } from '../dtypes.ts';
import {
  describeValue,
  Opaque,
  PickleDict,
  PickleGlobal,
  type PickleValue,
  TensorRef,
} from '../pickle/values.ts';
import { tensorSource } from '../readers.ts';
import type { TensorInfo, TensorSource } from '../tensorSource.ts';
import { bytesSpanned, gather, isContiguous } from './strided.ts';
import type { Storages } from './storages.ts';

export interface StateDict {
  readonly source: TensorSource;
  /** Bytes of storages that no tensor of the state dict uses: optimizer state and the like. Never read. */
  readonly unusedBytes: number;
  readonly warnings: readonly string[];
}

/** A view that repeats elements (stride 0) may be at most this large. */
const MAX_REPEATED = 2 ** 24;

/**
 * The tensors under `state_dict`, or of the root itself when it is a bare state dict.
 * @throws TesseraError `not-a-checkpoint`, `tensor-unreadable`, `tensor-out-of-bounds`, `checkpoint-damaged`
 */
export function openStateDict(root: PickleValue, storages: Storages, fileSize: number): StateDict {
  const { refs, warnings } = collectTensors(root);
  const tensors = new Map<string, TensorInfo>();
  const used = new Set<string>();
  let total = 0;
  for (const [name, ref] of refs) {
    checkTensor(name, ref, storages);
    tensors.set(name, { name, shape: ref.shape, dtype: ref.dtype });
    used.add(ref.storage.key);
    total += elementCount(ref.shape) * DTYPE_BYTES[ref.dtype];
  }
  // shared storages make tensors larger than the file; a hundredfold is an attack
  if (total > 8 * fileSize + 2 ** 26) {
    throw new TesseraError(
      'checkpoint-damaged',
      `its tensors claim ${total} bytes in a file of ${fileSize}`,
      'this file is damaged or made to do harm',
    );
  }
  let unusedBytes = 0;
  for (const [key, bytes] of storages.sizes) if (!used.has(key)) unusedBytes += bytes;
  const source = tensorSource(tensors, (info) => readTensor(refs.get(info.name) as TensorRef, storages));
  return { source, unusedBytes, warnings };
}

function collectTensors(root: PickleValue): { refs: Map<string, TensorRef>; warnings: string[] } {
  if (!(root instanceof PickleDict)) throw noStateDict(`it holds ${describeValue(root)}`);
  const inner = root.get('state_dict');
  const bare = inner === undefined;
  const dict = bare ? root : inner;
  if (!(dict instanceof PickleDict)) throw noStateDict(`its state_dict is ${describeValue(dict)}`);
  const refs = new Map<string, TensorRef>();
  const skipped: string[] = [];
  for (const [key, value] of dict.entries) {
    if (typeof key === 'string' && value instanceof TensorRef) {
      if (!/^[\x21-\x7e]{1,300}$/.test(key))
        throw unreadable(JSON.stringify(key.slice(0, 60)), 'has an odd name');
      refs.set(key, value);
    } else if (value instanceof Opaque || value instanceof PickleGlobal || !bare) {
      const name = typeof key === 'string' ? key : describeValue(key);
      throw unreadable(name, `is not a tensor but ${describeValue(value)}`);
    } else {
      skipped.push(typeof key === 'string' ? key : describeValue(key));
    }
  }
  if (refs.size === 0) throw noStateDict('it holds no tensors');
  const warnings = skipped.length > 0 ? [`not tensors, ignored: ${skipped.slice(0, 8).join(', ')}`] : [];
  return { refs, warnings };
}

function checkTensor(name: string, ref: TensorRef, storages: Storages): void {
  const { storage } = ref;
  const size = storages.sizes.get(storage.key);
  if (size === undefined) throw unreadable(name, `refers to storage ${storage.key}, which the file lacks`);
  const itemBytes = storage.dtype ? DTYPE_BYTES[storage.dtype] : 1;
  if (size !== storage.elements * itemBytes) {
    throw new TesseraError(
      'checkpoint-damaged',
      `storage data/${storage.key} of ${name} has a size of ${size} bytes, but ${storage.elements * itemBytes} were announced`,
      'download it again',
    );
  }
  const visible = Math.floor((storage.visible * itemBytes) / DTYPE_BYTES[ref.dtype]);
  const count = elementCount(ref.shape);
  const span = bytesSpanned(ref, 1);
  if (!(ref.offset + span <= visible)) {
    throw new TesseraError(
      'tensor-out-of-bounds',
      `${name} reaches beyond its storage: ${span} elements from offset ${ref.offset} of ${visible}`,
      'this file is damaged or made to do harm',
    );
  }
  if (count > visible && count > MAX_REPEATED) throw unreadable(name, `claims ${count} elements`);
}

/** Elements in C order, whatever the strides. */
async function readTensor(ref: TensorRef, storages: Storages): Promise<Uint8Array> {
  const itemBytes = DTYPE_BYTES[ref.dtype];
  const base = ref.storage.offset * (ref.storage.dtype ? itemBytes : 1) + ref.offset * itemBytes;
  if (elementCount(ref.shape) === 0) return new Uint8Array(0);
  const span = await storages.read(ref.storage.key, base, bytesSpanned(ref, itemBytes));
  return isContiguous(ref) ? span : gather(span, ref.shape, ref.stride, itemBytes);
}

function noStateDict(what: string): TesseraError {
  return new TesseraError(
    'not-a-checkpoint',
    `the file is a torch file without model weights: ${what}`,
    'open the checkpoint that holds the state_dict',
  );
}

function unreadable(name: string, what: string): TesseraError {
  return new TesseraError('tensor-unreadable', `${name} ${what}`, 'this file is damaged or made to do harm');
}
