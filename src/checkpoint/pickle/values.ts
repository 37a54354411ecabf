/**
 * What a pickle becomes here: plain records, never live objects. Nothing in a checkpoint is ever called;
 * calls of known torch helpers are recorded as the data they stand for, all others stay opaque.
 */
import type { Dtype } from '../dtypes.ts';

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | StorageRef
  | TensorRef
  | Opaque;

export class PickleList {
  readonly items: PickleValue[] = [];
}

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** dict and OrderedDict. Keys may be anything (Lightning uses classes), so entries are pairs, not properties. */
export class PickleDict {
  readonly entries: [key: PickleValue, value: PickleValue][] = [];

  /** The value of a string key; the last one wins, as in Python. */
  get(key: string): PickleValue | undefined {
    return this.entries.findLast(([name]) => name === key)?.[1];
  }
}

/** `module name`, a class or function that is only named. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** A torch storage by persistent id. `offset` is in elements (legacy views of a larger storage). */
export class StorageRef {
  constructor(
    readonly key: string,
    /** null: untyped, the tensor says its own element type and `elements` counts bytes. */
    readonly dtype: Dtype | null,
    readonly elements: number,
    readonly offset: number,
    /** Elements of the view where legacy view metadata is present, else `elements`. */
    readonly visible: number,
  ) {}
}

/** A strided view of a storage; bounds are checked by whoever reads it. */
export class TensorRef {
  constructor(
    readonly storage: StorageRef,
    readonly dtype: Dtype,
    /** In elements. */
    readonly offset: number,
    readonly shape: readonly number[],
    readonly stride: readonly number[],
  ) {}
}

/** The result of a call or an instance that Tessera does not interpret; `what` names it for messages. */
export class Opaque {
  constructor(readonly what: string) {}
}

/** Short description for messages. */
export function describeValue(value: PickleValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (value instanceof Opaque) return value.what;
  if (value instanceof PickleGlobal) return `the name ${value.name}`;
  if (value instanceof PickleDict) return 'a dict';
  if (value instanceof PickleList) return 'a list';
  if (value instanceof PickleTuple) return 'a tuple';
  if (value instanceof TensorRef) return 'a tensor';
  if (value instanceof StorageRef) return 'a storage';
  if (value instanceof Uint8Array) return 'bytes';
  return `a ${typeof value}`;
}
