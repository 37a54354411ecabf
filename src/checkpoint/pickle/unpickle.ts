/**
 * A pickle interpreter that only builds data (protocols 0-4 as torch writes them: 2, sometimes 4). It never
 * calls, imports or instantiates anything, and bounds opcodes, stack, memo and strings.
 */
import { PickleCursor } from './cursor.ts';
import { pickleInvalid, pickleTooLarge } from './errors.ts';
import { applyGlobal, resolveGlobal, storageOf } from './globals.ts';
import { PICKLE_LIMITS } from './limits.ts';
import { Opaque, PickleDict, PickleList, PickleTuple, type PickleValue, type StorageRef } from './values.ts';

export interface Unpickled {
  readonly value: PickleValue;
  /** Offset of the first byte after STOP. */
  readonly end: number;
  /** Every storage that was named, by key; the legacy container needs their types to walk the file. */
  readonly storages: ReadonlyMap<string, StorageRef>;
}

/**
 * Reads one pickle that starts at `start`.
 * @throws PickleEnded when the bytes end before STOP; TesseraError `pickle-invalid`, `pickle-too-large`,
 *   `pickle-unsafe`
 */
export function unpickle(bytes: Uint8Array, start = 0): Unpickled {
  return new Unpickler(new PickleCursor(bytes, start)).run();
}

class Unpickler {
  private readonly stack: PickleValue[] = [];
  /** Stack heights at each open MARK. */
  private readonly marks: number[] = [];
  private readonly storages = new Map<string, StorageRef>();
  private readonly memo = new Map<number, PickleValue>();

  constructor(private readonly from: PickleCursor) {}

  run(): Unpickled {
    for (let count = 0; ; count++) {
      if (count === PICKLE_LIMITS.opcodes) throw pickleTooLarge(`more than ${count} operations`);
      const opcode = this.from.byte();
      if (opcode === 0x2e /* STOP */) {
        const value = this.pop();
        if (this.stack.length > 0 || this.marks.length > 0)
          throw pickleInvalid('it stops with values left over');
        return { value, end: this.from.offset, storages: this.storages };
      }
      this.step(opcode);
    }
  }

  private step(opcode: number): void {
    switch (opcode) {
      case 0x80: // PROTO
        if (this.from.byte() > 5) throw pickleInvalid('its protocol is not known');
        return;
      case 0x95: // FRAME: only a hint for buffered readers
        this.from.skip(8);
        return;
      case 0x28: // MARK
        if (this.marks.length >= PICKLE_LIMITS.marks) throw pickleTooLarge('nesting is too deep');
        this.marks.push(this.stack.length);
        return;
      case 0x30: // POP; on an open mark it removes the mark
        if (this.marks.at(-1) === this.stack.length) this.marks.pop();
        else this.pop();
        return;
      case 0x31: // POP_MARK
        this.popMark();
        return;
      case 0x32: // DUP
        this.push(this.top());
        return;
      case 0x4e: // NONE
        return this.push(null);
      case 0x88: // NEWTRUE
        return this.push(true);
      case 0x89: // NEWFALSE
        return this.push(false);
      default:
        if (this.number(opcode) || this.text(opcode) || this.container(opcode)) return;
        if (this.memory(opcode) || this.object(opcode)) return;
        throw pickleInvalid(
          `operation 0x${opcode.toString(16).padStart(2, '0')} at ${this.from.offset - 1} is not accepted`,
        );
    }
  }

  private number(opcode: number): boolean {
    switch (opcode) {
      case 0x4a: // BININT
        this.push(this.from.int32());
        return true;
      case 0x4b: // BININT1
        this.push(this.from.byte());
        return true;
      case 0x4d: // BININT2
        this.push(this.from.uint16());
        return true;
      case 0x47: // BINFLOAT, big-endian
        this.push(this.from.float64());
        return true;
      case 0x8a: // LONG1
        this.push(this.from.long(this.from.byte()));
        return true;
      case 0x8b: // LONG4
        this.push(this.from.long(this.from.uint32()));
        return true;
      default:
        return false;
    }
  }

  private text(opcode: number): boolean {
    switch (opcode) {
      case 0x58: // BINUNICODE
        this.push(this.from.string(this.from.uint32()));
        return true;
      case 0x8c: // SHORT_BINUNICODE
        this.push(this.from.string(this.from.byte()));
        return true;
      case 0x55: // SHORT_BINSTRING: Python 2 text, where torch means ASCII
        this.push(this.from.latin1(this.from.byte()));
        return true;
      case 0x54: // BINSTRING
        this.push(this.from.latin1(this.from.uint32()));
        return true;
      case 0x43: // SHORT_BINBYTES
        this.push(this.from.chunk(this.from.byte()).slice());
        return true;
      case 0x42: // BINBYTES
        this.push(this.from.chunk(this.from.uint32()).slice());
        return true;
      default:
        return false;
    }
  }

  private container(opcode: number): boolean {
    switch (opcode) {
      case 0x7d: // EMPTY_DICT
        this.push(new PickleDict());
        return true;
      case 0x5d: // EMPTY_LIST
        this.push(new PickleList());
        return true;
      case 0x29: // EMPTY_TUPLE
        this.push(new PickleTuple([]));
        return true;
      case 0x8f: // EMPTY_SET
        this.push(new Opaque('a set'));
        return true;
      case 0x64: // DICT
        this.setItems(new PickleDict(), this.popMark(), true);
        return true;
      case 0x6c: {
        // LIST
        const list = new PickleList();
        for (const item of this.popMark()) list.items.push(item);
        this.push(list);
        return true;
      }
      case 0x74: // TUPLE
        this.push(new PickleTuple(this.popMark()));
        return true;
      case 0x85: // TUPLE1, TUPLE2, TUPLE3
      case 0x86:
      case 0x87: {
        const items: PickleValue[] = [];
        for (let n = opcode - 0x84; n > 0; n--) items.unshift(this.pop());
        this.push(new PickleTuple(items));
        return true;
      }
      case 0x91: // FROZENSET
        this.popMark();
        this.push(new Opaque('a set'));
        return true;
      case 0x90: // ADDITEMS
        this.popMark();
        return true;
      case 0x61: {
        // APPEND
        const item = this.pop();
        this.append([item]);
        return true;
      }
      case 0x65: // APPENDS
        this.append(this.popMark());
        return true;
      case 0x73: {
        // SETITEM
        const value = this.pop();
        const key = this.pop();
        this.setItems(this.top(), [key, value], false);
        return true;
      }
      case 0x75: {
        // SETITEMS
        const pairs = this.popMark();
        this.setItems(this.top(), pairs, false);
        return true;
      }
      default:
        return false;
    }
  }

  private memory(opcode: number): boolean {
    switch (opcode) {
      case 0x71: // BINPUT
        this.put(this.from.byte());
        return true;
      case 0x72: // LONG_BINPUT
        this.put(this.from.uint32());
        return true;
      case 0x94: // MEMOIZE
        this.put(this.memo.size);
        return true;
      case 0x68: // BINGET
        this.get(this.from.byte());
        return true;
      case 0x6a: // LONG_BINGET
        this.get(this.from.uint32());
        return true;
      default:
        return false;
    }
  }

  private object(opcode: number): boolean {
    switch (opcode) {
      case 0x63: // GLOBAL
        this.push(resolveGlobal(this.from.line(), this.from.line()));
        return true;
      case 0x93: {
        // STACK_GLOBAL
        const name = this.pop();
        const module = this.pop();
        if (typeof name !== 'string' || typeof module !== 'string') throw pickleInvalid('a name is not text');
        this.push(resolveGlobal(module, name));
        return true;
      }
      case 0x52: // REDUCE
      case 0x81: {
        // NEWOBJ
        const args = this.pop();
        this.push(applyGlobal(this.pop(), args));
        return true;
      }
      case 0x92: {
        // NEWOBJ_EX
        this.pop();
        const args = this.pop();
        this.push(applyGlobal(this.pop(), args));
        return true;
      }
      case 0x62: // BUILD: attributes of an instance (`_metadata` of a state dict), never needed
        this.pop();
        this.top();
        return true;
      case 0x51: {
        // BINPERSID
        const storage = storageOf(this.pop());
        if (storage) this.remember(storage);
        this.push(storage ?? new Opaque('a storage of a kind that is not known'));
        return true;
      }
      default:
        return false;
    }
  }

  /** One storage has one type and length, however often it is named. */
  private remember(storage: StorageRef): void {
    const known = this.storages.get(storage.key);
    if (known && (known.dtype !== storage.dtype || known.elements !== storage.elements)) {
      throw pickleInvalid(`storage ${storage.key} is described in two ways`);
    }
    this.storages.set(storage.key, storage);
  }

  // --- stack and memo ---

  private push(value: PickleValue): void {
    if (this.stack.length >= PICKLE_LIMITS.stack) throw pickleTooLarge('its stack is too deep');
    this.stack.push(value);
  }

  private top(): PickleValue {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw pickleInvalid('a value is missing');
    return this.stack[this.stack.length - 1];
  }

  private pop(): PickleValue {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private popMark(): PickleValue[] {
    const height = this.marks.pop();
    if (height === undefined) throw pickleInvalid('a mark is missing');
    return this.stack.splice(height);
  }

  private append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (list instanceof PickleList) for (const item of items) list.items.push(item);
    else if (!(list instanceof Opaque)) throw pickleInvalid('something is appended to what is not a list');
  }

  private setItems(target: PickleValue, pairs: readonly PickleValue[], push: boolean): void {
    if (pairs.length % 2 !== 0) throw pickleInvalid('a key has no value');
    if (target instanceof PickleDict) {
      for (let i = 0; i < pairs.length; i += 2) target.entries.push([pairs[i], pairs[i + 1]]);
    } else if (!(target instanceof Opaque)) {
      throw pickleInvalid('an item is set on what is not a dict');
    }
    if (push) this.push(target);
  }

  private put(index: number): void {
    if (this.memo.size >= PICKLE_LIMITS.memo) throw pickleTooLarge('it remembers too many values');
    this.memo.set(index, this.top());
  }

  private get(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw pickleInvalid(`value ${index} is used before it is stored`);
    this.push(value);
  }
}
