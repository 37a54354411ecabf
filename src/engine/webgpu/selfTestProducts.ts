import { halfToFloat } from '../../checkpoint/float16.ts';
import { gemmKernel, LOW_TILE, SQUARE_TILE } from './kernels/gemm.ts';
import { gemvKernel } from './kernels/gemv.ts';
import type { MatrixOptions } from './kernels/matrix.ts';
import { gelu, layerNorm, linear } from './oracle/math.ts';
import { packMatrix, paddedMap } from './pack.ts';
import { runProbe } from './probe.ts';
import { largestDifference, rowsOf, SHAPE, wave } from './selfTestValues.ts';
import { addToResidual, splitQkv, store } from './wgsl/epilogue.ts';
import type { CacheFormat, WeightFormat } from './wgsl/format.ts';
import type { Kernel } from './wgsl/kernel.ts';

const QUADS = 4;
const OUTPUTS = 12;

/** How far the matrix products are from the oracle: each path over the rows, and each thing that is done with the outputs. */
export async function productErrors(
  device: GPUDevice,
  format: WeightFormat,
  cache: CacheFormat,
): Promise<[string, number][]> {
  const width = 4 * QUADS;
  const rowCount = 19;
  const weights = wave(OUTPUTS * width, 1);
  const packed = packMatrix(weights, width, paddedMap(OUTPUTS, 4), paddedMap(width, 16), format);
  const stored = format === 'int8' ? dequantised(packed, width) : weights;
  const bias = wave(OUTPUTS, 2);
  const affine = Float32Array.from([...bias, ...(packed.scales ?? [])]);
  const x = wave(rowCount * width, 3);
  const norm = wave(2 * width, 4);
  const scaleAndShift = rowsOf(norm, width);
  const options: MatrixOptions = {
    name: 'self-test',
    inputQuads: QUADS,
    outputQuads: OUTPUTS / 4,
    format,
    epilogue: store(OUTPUTS / 4, 'gelu'),
    count: 'rows',
  };
  const plain = (row: number[]) => linear(row, rowsOf(stored, width), [...bias]).map(gelu);
  const normed = (row: number[]) => plain(layerNorm(row, scaleAndShift[0], scaleAndShift[1]));
  const error = async (kernel: Kernel, count: number, expected: (row: number[]) => number[]) => {
    const buffers = { x, weights: packed.data, bias: affine, norm, result: rowCount * OUTPUTS };
    const words = await runProbe(device, { kernel, buffers, count }, 'result');
    return largestDifference(words, rowsOf(x, width).slice(0, count).flatMap(expected));
  };
  return [
    ['product of one row', await error(gemvKernel({ ...options, rows: 1, normQuads: QUADS }), 1, normed)],
    ['product of few rows', await error(gemvKernel({ ...options, rows: 4 }), 6, plain)],
    ['low tile', await error(gemmKernel(options, LOW_TILE), 13, plain)],
    ['square tile', await error(gemmKernel(options, SQUARE_TILE), rowCount, plain)],
    ['residual', await residualError(device, format)],
    ['query, key and value', await qkvError(device, format, cache)],
  ];
}

function dequantised({ data, scales }: ReturnType<typeof packMatrix>, width: number): Float32Array {
  return Float32Array.from(data, (value, i) => value * scales![Math.floor(i / width)]);
}

/** A small product: its buffers, and float64 results of some rows. */
function smallProduct(outputs: number, format: WeightFormat, rowCount: number) {
  const width = 4 * QUADS;
  const weights = wave(outputs * width, 21).map((value) => value / 16);
  const packed = packMatrix(weights, width, paddedMap(outputs, 4), paddedMap(width, 16), format);
  const stored = format === 'int8' ? dequantised(packed, width) : weights;
  const bias = wave(outputs, 22).map((value) => value / 4);
  const x = wave(rowCount * width, 23);
  const results = rowsOf(x, width).map((row) => linear(row, rowsOf(stored, width), [...bias]));
  const affine = Float32Array.from([...bias, ...(packed.scales ?? [])]);
  return { buffers: { x, weights: packed.data, bias: affine }, results };
}

async function residualError(device: GPUDevice, format: WeightFormat): Promise<number> {
  const outputs = 4 * SHAPE.widthQuads;
  const { buffers, results } = smallProduct(outputs, format, 3);
  const residual = wave(3 * outputs, 24);
  const epilogue = addToResidual(SHAPE);
  const sizes = { inputQuads: QUADS, outputQuads: SHAPE.widthQuads, count: 'rows' } as const;
  const kernel = gemvKernel({ name: 'self-test', ...sizes, format, epilogue, rows: 4 });
  const words = await runProbe(device, { kernel, buffers: { ...buffers, residual }, count: 3 }, 'residual');
  return largestDifference(
    words,
    results.flat().map((value, i) => value + residual[i]),
  );
}

async function qkvError(device: GPUDevice, format: WeightFormat, cache: CacheFormat): Promise<number> {
  const { heads, headQuads, headWidth, attentionQuads, attentionStride, blockSize } = SHAPE;
  const { buffers: given, results } = smallProduct(12 * attentionQuads, format, 3);
  const rows = [2, 0, blockSize - 1].map((position, slot) => ({ token: 0, position, slot, length: 1 }));
  const channels = 4 * headQuads;
  const values = rows.length * 2 * heads * blockSize * channels;
  const epilogue = splitQkv(SHAPE, cache);
  const sizes = { inputQuads: QUADS, outputQuads: 3 * attentionQuads, count: 'rows' } as const;
  const kernel = gemvKernel({ name: 'self-test', ...sizes, format, epilogue, rows: 4 });
  const words = cache === 'f32' ? values : values / 2;
  const buffers = { ...given, query: 4 * rows.length * attentionStride, cache: words };
  const query = await runProbe(device, { kernel, buffers, rows }, 'query');
  const width = 4 * attentionQuads;
  const queries = results.flatMap((row) => row.slice(0, width).map((value) => value / Math.sqrt(headWidth)));
  const stored = await runProbe(device, { kernel, buffers, rows }, 'cache');
  const got = cache === 'f32' ? new Float32Array(stored.buffer) : halfToFloat(new Uint16Array(stored.buffer));
  const expected = new Float64Array(values);
  rows.forEach(({ position, slot }, r) => {
    for (let i = 0; i < 2 * width; i++) {
      const head = slot * 2 * heads + Math.floor(i / channels);
      expected[(head * blockSize + position) * channels + (i % channels)] = results[r][width + i];
    }
  });
  const error = expected.reduce((most, value, i) => Math.max(most, Math.abs(got[i] - value)), 0);
  return Math.max(largestDifference(query, queries), error);
}
