/** IEEE 754 half precision, by hand because Float16Array is newer than the browsers and Node we support. */

let table: Float32Array | undefined;

/** All 65,536 halves as float32: 256 KiB once, then a lookup for each element. */
function halfTable(): Float32Array {
  if (table) return table;
  table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) table[bits] = fraction ? NaN : sign * Infinity;
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return table;
}

export function halfToFloat(halves: Uint16Array): Float32Array {
  const lookup = halfTable();
  const out = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) out[i] = lookup[halves[i]];
  return out;
}

/** The largest finite half; anything from 65,520 on would round to infinity. */
export const LARGEST_HALF = 65504;

/** Rounds to the nearest half, ties to even, as torch and the GPU do. */
export function floatToHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const out = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    const x = bits[i];
    const sign = (x >>> 16) & 0x8000;
    const magnitude = x & 0x7fffffff;
    if (magnitude >= 0x7f800000) {
      out[i] = sign | 0x7c00 | (magnitude > 0x7f800000 ? 0x200 : 0);
    } else if (magnitude >= 0x477ff000) {
      out[i] = sign | 0x7c00; // rounds past 65,504
    } else if (magnitude >= 0x38800000) {
      const rebased = magnitude - 0x38000000; // exponent bias 127 -> 15
      out[i] = sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
    } else {
      // subnormal half: a multiple of 2^-24
      out[i] = sign | roundHalfEven(Math.abs(values[i]) * 2 ** 24);
    }
  }
  return out;
}

function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  if (rest > 0.5 || (rest === 0.5 && down % 2 === 1)) return down + 1;
  return down;
}
