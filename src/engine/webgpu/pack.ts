import { floatToHalf } from '../../checkpoint/float16.ts';
import { INNER_PADDING } from './shape.ts';
import type { WeightFormat } from './wgsl/format.ts';

/** Where the rows or columns of a padded matrix come from: source index, or -1 for a row or column of zeros. */
export type IndexMap = Int32Array;

/** Source indices 0..count-1, then padding up to a multiple. */
export function paddedMap(count: number, multiple: number): IndexMap {
  const padded = Math.ceil(count / multiple) * multiple;
  return Int32Array.from({ length: padded }, (_, i) => (i < count ? i : -1));
}

/** Channels of all heads, each head padded to `headQuads` quads, the whole to `multiple`. */
export function headMap(heads: number, headWidth: number, headQuads: number, multiple: number): IndexMap {
  const padded = Math.ceil((heads * headQuads * 4) / multiple) * multiple;
  return Int32Array.from({ length: padded }, (_, i) => {
    const head = Math.floor(i / (headQuads * 4));
    const channel = i % (headQuads * 4);
    return head < heads && channel < headWidth ? head * headWidth + channel : -1;
  });
}

export interface PackedMatrix {
  /** Rows of packed elements, in the order of the padded matrix. */
  readonly data: Float32Array | Uint16Array | Int8Array;
  /** Factor of each padded row; int8 only. */
  readonly scales: Float32Array | null;
}

/**
 * Packs a row-major matrix for the kernels.
 * @param columns source columns, padded to a multiple of INNER_PADDING
 */
export function packMatrix(
  values: Float32Array,
  sourceColumns: number,
  rows: IndexMap,
  columns: IndexMap,
  format: WeightFormat,
): PackedMatrix {
  const width = columns.length;
  if (width % INNER_PADDING !== 0) throw new RangeError(`columns must be padded to ${INNER_PADDING}`);
  const count = rows.length * width;
  const plain = columns.every((column, i) => column === (i < sourceColumns ? i : -1));
  const row = new Float32Array(width);
  const data =
    format === 'f32'
      ? new Float32Array(count)
      : format === 'f16'
        ? new Uint16Array(count)
        : new Int8Array(count);
  const scales = format === 'int8' ? new Float32Array(rows.length) : null;
  rows.forEach((source, index) => {
    if (source < 0) return;
    const from = values.subarray(source * sourceColumns, (source + 1) * sourceColumns);
    if (plain) row.set(from);
    else columns.forEach((column, i) => (row[i] = column < 0 ? 0 : from[column]));
    if (format === 'f32') data.set(row, index * width);
    else if (format === 'f16') data.set(floatToHalf(row), index * width);
    else scales![index] = quantise(row, data.subarray(index * width, (index + 1) * width));
  });
  return { data, scales };
}

/** Symmetric bytes, -127 to 127; returns the factor. A matrix that was stored this way gives its bytes back. */
function quantise(row: Float32Array, into: { [index: number]: number }): number {
  let largest = 0;
  for (const value of row) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 127;
  if (scale > 0) row.forEach((value, i) => (into[i] = Math.round(value / scale)));
  return scale;
}

/** A vector spread over a padded index map. */
export function padVector(values: Float32Array, map: IndexMap): Float32Array {
  return Float32Array.from(map, (source) => (source < 0 ? 0 : values[source]));
}
