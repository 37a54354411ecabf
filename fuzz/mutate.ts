/** Repeatable damage to files: bytes, and values inside JSON. */

/** Whole numbers from a seed (xorshift32), so that every finding can be made again. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0 || 1;
  }

  /** 0 to `sides` - 1. */
  roll(sides: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % sides;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.roll(from.length)];
  }
}

/** Numbers that break careless arithmetic. */
const WORDS = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];
/** Texts that break careless readers, of JSON above all. */
const TEXTS = [
  '__proto__',
  'constructor',
  '1e999',
  '-1',
  '9007199254740993',
  '\0',
  '"',
  '[[[[[[[[',
  '{"a":',
  '<img onerror=x>',
];

export function mutateBytes(file: Uint8Array, dice: Dice, other: Uint8Array): Uint8Array {
  let bytes = file.slice();
  for (let times = 1 + dice.roll(4); times > 0; times--) {
    const at = dice.roll(bytes.length + 1);
    switch (dice.roll(9)) {
      case 0:
        bytes = bytes.slice(0, at);
        break;
      case 1:
        bytes = join(bytes.subarray(0, at), bytes.subarray(at + 1 + dice.roll(40)));
        break;
      case 2:
        bytes = join(bytes.subarray(0, at), random(1 + dice.roll(12), dice), bytes.subarray(at));
        break;
      case 3:
        bytes = join(bytes.subarray(0, at), new TextEncoder().encode(dice.pick(TEXTS)), bytes.subarray(at));
        break;
      case 4: {
        const from = dice.roll(bytes.length + 1);
        bytes.set(bytes.slice(from, from + Math.min(1 + dice.roll(60), bytes.length - at)), at);
        break;
      }
      case 5:
        if (at < bytes.length) bytes[at] = dice.roll(256);
        break;
      case 6:
        if (at < bytes.length) bytes[at] ^= 1 << dice.roll(8);
        break;
      case 7:
        if (at + 4 <= bytes.length)
          new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, dice.pick(WORDS), dice.roll(2) === 0);
        break;
      default:
        // The head of this file and the tail of another one.
        bytes = join(bytes.subarray(0, at), other.subarray(dice.roll(other.length + 1)));
    }
  }
  return bytes;
}

function random(count: number, dice: Dice): Uint8Array {
  return Uint8Array.from({ length: count }, () => dice.roll(256));
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER,
  () => 2 ** 31,
  () => '',
  () => 'x'.repeat(300),
  () => '__proto__',
  () => '<script>alert(1)</script>',
  () => [],
  () => ({}),
  () => [[[[[[[[1]]]]]]]],
  () => Array.from({ length: 300 }, (_, i) => i),
  () => ({ toString: 1, valueOf: null, length: -1 }),
  () => JSON.parse('{"__proto__":{"polluted":1}}') as unknown,
];

/** JSON text with one to three values replaced, removed, repeated or added. */
export function mutateJson(json: string, dice: Dice): string {
  const holder: { root: unknown } = { root: JSON.parse(json) as unknown };
  for (let times = 1 + dice.roll(3); times > 0; times--) {
    const places = placesIn(holder);
    const { owner, key } = dice.pick(places);
    switch (dice.roll(6)) {
      case 0:
        if (Array.isArray(owner)) owner.splice(Number(key), 1);
        else if (key !== 'root') delete owner[key];
        break;
      case 1:
        if (Array.isArray(owner)) owner.push(owner[Number(key)]);
        else define(owner, dice.pick(TEXTS), dice.pick(VALUES)());
        break;
      case 2:
        if (typeof owner[key] === 'number') owner[key] = owner[key] + dice.roll(5) - 2;
        break;
      default:
        define(owner, key, dice.pick(VALUES)());
    }
  }
  return JSON.stringify(holder.root) ?? 'null';
}

type Fields = Record<string, unknown>;

function placesIn(owner: object): { owner: Fields; key: string }[] {
  const found: { owner: Fields; key: string }[] = [];
  for (const [key, value] of Object.entries(owner)) {
    found.push({ owner: owner as Fields, key });
    if (found.length < 500 && typeof value === 'object' && value !== null)
      found.push(...placesIn(value as object));
  }
  return found;
}

/** Also for `__proto__`, which an assignment would not make an own property. */
function define(owner: Fields, key: string, value: unknown): void {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Damages the JSON when there is some, mostly, since most damaged bytes are none any more; else the bytes. */
export function damageJson(input: Uint8Array, dice: Dice, other: Uint8Array): Uint8Array {
  if (dice.roll(4) === 0) return mutateBytes(input, dice, other);
  try {
    return new TextEncoder().encode(mutateJson(new TextDecoder().decode(input), dice));
  } catch {
    return mutateBytes(input, dice, other);
  }
}
