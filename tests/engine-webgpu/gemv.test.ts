import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gemmKernel, LOW_TILE, SQUARE_TILE } from '../../src/engine/webgpu/kernels/gemm.ts';
import { gemvKernel } from '../../src/engine/webgpu/kernels/gemv.ts';
import { laneFormOf } from '../../src/engine/webgpu/laneChoice.ts';
import { layerNorm, linear } from '../../src/engine/webgpu/oracle/math.ts';
import { packMatrix, paddedMap, padVector } from '../../src/engine/webgpu/pack.ts';
import { runProbe } from '../../src/engine/webgpu/probe.ts';
import { store } from '../../src/engine/webgpu/wgsl/epilogue.ts';
import type { WeightFormat } from '../../src/engine/webgpu/wgsl/format.ts';
import { laneForms, numbers, testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

const rowsOf = (values: Float32Array, columns: number) =>
  Array.from({ length: values.length / columns }, (_, r) =>
    Array.from(values.subarray(r * columns, (r + 1) * columns)),
  );

/** What rounding the weights to the format costs, per unit of |x| and |w| <= 1. */
const TOLERANCE: Record<WeightFormat, number> = { f32: 2e-5, f16: 2e-2, int8: 2e-1 };

interface Case {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly format: WeightFormat;
}
const formats: WeightFormat[] = ['f32', 'f16', 'int8'];
const cases: Case[] = formats.flatMap((format) => [
  { rows: 1, inputs: 4, outputs: 1, format },
  { rows: 1, inputs: 40, outputs: 12, format },
  { rows: 2, inputs: 36, outputs: 7, format },
  { rows: 4, inputs: 64, outputs: 70, format },
  { rows: 7, inputs: 100, outputs: 33, format },
  { rows: 1, inputs: 1536, outputs: 20, format },
]);

function prepare({ rows, inputs, outputs, format }: Case) {
  const x = numbers(rows * inputs, 1);
  const weights = numbers(outputs * inputs, 2);
  const bias = numbers(outputs, 3);
  const columns = paddedMap(inputs, 16);
  const outputMap = paddedMap(outputs, 4);
  const packed = packMatrix(weights, inputs, outputMap, columns, format);
  const paddedX = Float32Array.from(
    rowsOf(x, inputs).flatMap((row) => [...padVector(Float32Array.from(row), columns)]),
  );
  const affine = Float32Array.from([...padVector(bias, outputMap), ...(packed.scales ?? [])]);
  const expected = rowsOf(x, inputs).map((row) => linear(row, rowsOf(weights, inputs), [...bias]));
  return {
    x: paddedX,
    packed,
    affine,
    expected,
    inputQuads: columns.length / 4,
    outputQuads: outputMap.length / 4,
  };
}

function compare(words: Uint32Array, expected: number[][], stride: number, tolerance: number) {
  const actual = new Float32Array(words.buffer);
  expected.forEach((row, r) =>
    row.forEach((value, o) => expect(Math.abs(actual[r * stride + o] - value)).toBeLessThan(tolerance)),
  );
}

describe('matrix products', () => {
  it.each(cases)('gemv $format, $rows rows, $inputs -> $outputs', async (one) => {
    const { x, packed, affine, expected, inputQuads, outputQuads } = prepare(one);
    for (const rows of [1, 4] as const) {
      const kernel = gemvKernel({
        name: 'gemv',
        inputQuads,
        outputQuads,
        format: one.format,
        epilogue: store(outputQuads, 'none'),
        count: 'rows',
        rows,
      });
      const buffers = { x, weights: packed.data, bias: affine, result: one.rows * outputQuads * 4 };
      // How lanes join has nothing to do with the format.
      const forms = one.format === 'f32' ? laneForms(device) : [laneFormOf(device)];
      for (const lanes of forms) {
        const words = await runProbe(device, { kernel, buffers, count: one.rows, lanes }, 'result');
        compare(words, expected, outputQuads * 4, TOLERANCE[one.format] * Math.sqrt(one.inputs));
      }
    }
  });

  // Tiles unpack quad by quad in every format, so all shapes in one format and two in the others meet every line of them.
  const tiled = cases.filter(({ format, rows, inputs }) => format === 'f32' || rows === 7 || inputs === 4);
  it.each(tiled.concat(formats.map((format) => ({ rows: 37, inputs: 68, outputs: 90, format }))))(
    'gemm $format, $rows rows, $inputs -> $outputs',
    async (one) => {
      const { x, packed, affine, expected, inputQuads, outputQuads } = prepare(one);
      for (const tile of [LOW_TILE, SQUARE_TILE]) {
        const kernel = gemmKernel(
          {
            name: 'gemm',
            inputQuads,
            outputQuads,
            format: one.format,
            epilogue: store(outputQuads, 'none'),
            count: 'rows',
          },
          tile,
        );
        const buffers = { x, weights: packed.data, bias: affine, result: one.rows * outputQuads * 4 };
        const words = await runProbe(device, { kernel, buffers, count: one.rows }, 'result');
        compare(words, expected, outputQuads * 4, TOLERANCE[one.format] * Math.sqrt(one.inputs));
      }
    },
  );

  it.each([4, 40, 100, 1536])('gemv with LayerNorm in front, width %d', async (width) => {
    const one: Case = { rows: 1, inputs: width, outputs: 9, format: 'f32' };
    const { packed, affine, inputQuads, outputQuads } = prepare(one);
    // A mean far from zero: the one-pass variance would lose it.
    const x = numbers(width, 5).map((value) => 30 + value);
    const scale = numbers(width, 6);
    const shift = numbers(width, 7);
    const columns = paddedMap(width, 16);
    const pad = (values: Float32Array) => [...padVector(values, columns)];
    const kernel = gemvKernel({
      name: 'normed',
      inputQuads,
      outputQuads,
      format: 'f32',
      epilogue: store(outputQuads, 'none'),
      count: 'rows',
      rows: 1,
      normQuads: width / 4,
    });
    const norm = Float32Array.from([...pad(scale), ...pad(shift)]);
    const buffers = {
      x: Float32Array.from(pad(x)),
      norm,
      weights: packed.data,
      bias: affine,
      result: outputQuads * 4,
    };
    const normed = layerNorm([...x], [...scale], [...shift]);
    const expected = linear(normed, rowsOf(numbers(9 * width, 2), width), [...numbers(9, 3)]);
    for (const lanes of laneForms(device)) {
      const words = await runProbe(device, { kernel, buffers, count: 1, lanes }, 'result');
      compare(words, [expected], outputQuads * 4, 1e-4 * Math.sqrt(width));
    }
  });
});
