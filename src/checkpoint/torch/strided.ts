/** Strided views as torch stores them: offset, shape and strides in elements over a flat storage. */
export interface Strided {
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** From the first to the last element touched, inclusive, times `itemBytes`; Infinity when it overflows. */
export function bytesSpanned(view: Strided, itemBytes: number): number {
  if (view.shape.includes(0)) return 0;
  let last = 0;
  for (let d = 0; d < view.shape.length; d++) last += (view.shape[d] - 1) * view.stride[d];
  const bytes = (last + 1) * itemBytes;
  return Number.isSafeInteger(bytes) ? bytes : Infinity;
}

/** Whether the elements lie in C order without holes; strides of dimensions of size 1 do not matter. */
export function isContiguous(view: Strided): boolean {
  let expected = 1;
  for (let d = view.shape.length - 1; d >= 0; d--) {
    if (view.shape[d] !== 1 && view.stride[d] !== expected) return false;
    expected *= view.shape[d];
  }
  return true;
}

/** Copies a view into C order. */
export function gather(
  span: Uint8Array,
  shape: readonly number[],
  stride: readonly number[],
  itemBytes: number,
): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const out = new Uint8Array(count * itemBytes);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    for (let b = 0; b < itemBytes; b++) out[to * itemBytes + b] = span[from * itemBytes + b];
    for (let d = shape.length - 1; d >= 0; d--) {
      from += stride[d];
      if (++index[d] < shape[d]) break;
      from -= stride[d] * shape[d];
      index[d] = 0;
    }
  }
  return out;
}
