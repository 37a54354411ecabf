/** Writes pickles as torch does (protocol 2), for tests: an independent second opinion on the reader. */
export class PickleWriter {
  private readonly bytes: number[] = [0x80, 2];

  op(...bytes: number[]): this {
    this.bytes.push(...bytes);
    return this;
  }

  text(value: string): this {
    const encoded = new TextEncoder().encode(value);
    return this.op(0x58, ...uint32(encoded.length), ...encoded);
  }

  int(value: number): this {
    if (value >= 0 && value < 256) return this.op(0x4b, value);
    if (Math.abs(value) < 2 ** 31) return this.op(0x4a, ...uint32(value >>> 0));
    return this.long(BigInt(value));
  }

  /** LONG1, little-endian two's complement. */
  long(value: bigint): this {
    const out: number[] = [];
    let rest = value;
    while (rest !== 0n) {
      out.push(Number(rest & 255n));
      rest >>= 8n;
    }
    if (out.length > 0 && out[out.length - 1] >= 128) out.push(0);
    return this.op(0x8a, out.length, ...out);
  }

  global(module: string, name: string): this {
    return this.op(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`));
  }

  /** A tuple of any length through MARK ... TUPLE. */
  tuple(write: (pickle: this) => void): this {
    this.op(0x28);
    write(this);
    return this.op(0x74);
  }

  /** An empty dict filled through MARK ... SETITEMS. */
  dict(write: (pickle: this) => void): this {
    this.op(0x7d, 0x28);
    write(this);
    return this.op(0x75);
  }

  orderedDict(write: (pickle: this) => void): this {
    this.global('collections', 'OrderedDict').op(0x29, 0x52, 0x28);
    write(this);
    return this.op(0x75);
  }

  list(write: (pickle: this) => void): this {
    this.op(0x5d, 0x28);
    write(this);
    return this.op(0x65);
  }

  end(): Uint8Array {
    return Uint8Array.from([...this.bytes, 0x2e]);
  }
}

function uint32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
}
