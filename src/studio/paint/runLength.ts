/**
 * Label maps as (value, count) pairs, the count in base 128 with a continuation bit. Painted areas are large and plain,
 * so this is small and, unlike deflate, quick enough to run after every stroke.
 */
export function packRuns(labels: Uint8Array): Uint8Array {
  // No two runs side by side are alike, so none is worse than two bytes a label.
  const bytes = new Uint8Array(2 * labels.length);
  let length = 0;
  for (let at = 0; at < labels.length;) {
    const value = labels[at];
    let end = at + 1;
    while (end < labels.length && labels[end] === value) end++;
    bytes[length++] = value;
    let count = end - at;
    while (count >= 128) {
      bytes[length++] = (count & 127) | 128;
      count >>>= 7;
    }
    bytes[length++] = count;
    at = end;
  }
  return bytes.slice(0, length);
}

/** @returns null when the runs do not give exactly `length` labels */
export function unpackRuns(packed: Uint8Array, length: number): Uint8Array | null {
  const labels = new Uint8Array(length);
  let at = 0;
  let read = 0;
  while (read < packed.length) {
    const value = packed[read++];
    let count = 0;
    let shift = 0;
    let byte: number;
    do {
      if (read >= packed.length || shift > 21) return null;
      byte = packed[read++];
      count |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    if (at + count > length) return null;
    labels.fill(value, at, at + count);
    at += count;
  }
  return at === length ? labels : null;
}
