import { asciiText, dataView } from '../bytes.ts';
import { PickleEnded, pickleInvalid, pickleTooLarge } from './errors.ts';
import { PICKLE_LIMITS } from './limits.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the operands of pickle operations, never beyond the bytes at hand. */
export class PickleCursor {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {
    this.view = dataView(bytes);
  }

  /** Offset of the next byte. */
  get offset(): number {
    return this.at;
  }

  int32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  uint16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  /** Big-endian, alone among the operands. */
  float64(): number {
    return this.view.getFloat64(this.take(8), false);
  }

  skip(length: number): void {
    this.take(length);
  }

  latin1(length: number): string {
    return asciiText(this.chunk(length));
  }

  /** Moves over `length` bytes and gives where they began. */
  private take(length: number): number {
    const start = this.at;
    if (start + length > this.bytes.byteLength) throw new PickleEnded();
    this.at = start + length;
    return start;
  }

  byte(): number {
    return this.bytes[this.take(1)];
  }

  chunk(length: number): Uint8Array {
    if (length > PICKLE_LIMITS.stringBytes) throw pickleTooLarge(`a text of ${length} bytes`);
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  string(length: number): string {
    const chunk = this.chunk(length);
    try {
      return utf8.decode(chunk);
    } catch {
      throw pickleInvalid(`the text at ${this.at - length} is not UTF-8`);
    }
  }

  /** Text up to the next line feed, for GLOBAL. */
  line(): string {
    const end = this.bytes.subarray(this.at, this.at + 1024).indexOf(0x0a);
    if (end < 0) {
      if (this.at + 1024 > this.bytes.byteLength) throw new PickleEnded();
      throw pickleInvalid('a name is too long');
    }
    return asciiText(this.bytes.subarray(this.take(end + 1), this.at - 1));
  }

  /** A little-endian two's complement integer; a number when it is exact, else a bigint. */
  long(length: number): number | bigint {
    if (length > PICKLE_LIMITS.integerBytes) throw pickleTooLarge(`an integer of ${length} bytes`);
    const chunk = this.chunk(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(chunk[i]);
    if (length > 0 && chunk[length - 1] & 0x80) value -= 1n << BigInt(8 * length);
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : value;
  }
}
