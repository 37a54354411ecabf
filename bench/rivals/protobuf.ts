/** Wire types of protocol buffers that ONNX files use. */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A protocol buffer message under construction; fields in the order they are added. */
export class Message {
  private readonly parts: Uint8Array[] = [];

  /** Field of type int32, int64 or enum. Negative numbers take ten bytes, as the format wants. */
  integer(field: number, value: number): this {
    this.tag(field, VARINT);
    this.parts.push(varint(BigInt.asUintN(64, BigInt(value))));
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, FIXED_32);
    this.parts.push(new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: Message): this {
    this.tag(field, LENGTH_DELIMITED);
    this.parts.push(varint(BigInt(value.length)), ...value.parts);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, LENGTH_DELIMITED);
    this.parts.push(varint(BigInt(value.length)), value);
    return this;
  }

  private get length(): number {
    return this.parts.reduce((sum, part) => sum + part.length, 0);
  }

  toBytes(): Uint8Array {
    const out = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  private tag(field: number, wireType: number): void {
    this.parts.push(varint(BigInt((field << 3) | wireType)));
  }
}

/** Seven bits a byte, the lowest first. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left > 0n ? low | 0x80 : low);
  } while (left > 0n);
  return Uint8Array.from(bytes);
}
