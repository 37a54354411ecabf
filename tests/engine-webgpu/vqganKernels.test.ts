import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halfToFloat, floatToHalf } from '../../src/checkpoint/float16.ts';
import { attend } from '../../src/engine/webgpu/oracle/math.ts';
import { pictureAttentionShader } from '../../src/engine/webgpu/vqgan/kernels/attention.ts';
import {
  type ConvolutionOptions,
  convolutionShader,
} from '../../src/engine/webgpu/vqgan/kernels/convolution.ts';
import { affineShader, GROUPS, momentsShader } from '../../src/engine/webgpu/vqgan/kernels/groupNorm.ts';
import { lookupShader } from '../../src/engine/webgpu/vqgan/kernels/lookup.ts';
import { labelsShader } from '../../src/engine/webgpu/vqgan/kernels/labels.ts';
import { nearestShader, NO_CODE } from '../../src/engine/webgpu/vqgan/kernels/nearest.ts';
import { pixelsShader } from '../../src/engine/webgpu/vqgan/kernels/pixels.ts';
import { distanceTo, logitsOf } from '../../src/engine/webgpu/vqgan/nearestCodes.ts';
import {
  convolve,
  groupNorm,
  nearestCodes,
  oneHot,
  type Plane,
} from '../../src/engine/webgpu/vqgan/oracle.ts';
import {
  packConvolution,
  packRows,
  packVectors,
  quadsOf,
} from '../../src/engine/webgpu/vqgan/packConvolution.ts';
import { probeShader } from '../../src/engine/webgpu/vqgan/probe.ts';
import { depthToSpace, spaceToDepth } from '../../src/networks/vqgan/patch.ts';
import { numbers, testDevice } from './device.ts';

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});
afterAll(() => device.destroy());

function expectClose(got: Float32Array, expected: ArrayLike<number>, tolerance: number): void {
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(got[i] - expected[i]);
    most = difference <= most ? most : Number.isNaN(difference) ? Infinity : difference;
  }
  expect(most).toBeLessThan(tolerance);
}

const plane = (height: number, width: number, channels: number, seed: number): Plane => ({
  height,
  width,
  channels,
  values: numbers(height * width * channels, seed),
});

interface Case {
  readonly options: Partial<ConvolutionOptions>;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
}

const one = (
  options: Partial<ConvolutionOptions>,
  height: number,
  width: number,
  inputs: number,
  outputs: number,
) => ({ options, height, width, inputs, outputs }) satisfies Case;

const CASES: readonly Case[] = [
  one({}, 1, 1, 4, 4),
  one({}, 9, 11, 3, 5),
  one({}, 16, 16, 32, 64),
  one({ size: 1 }, 5, 7, 8, 24),
  one({ size: 1, result: 'add' }, 3, 13, 36, 33),
  one({ resize: 'up' }, 5, 3, 32, 32),
  one({ resize: 'up' }, 1, 1, 5, 9),
  one({ resize: 'down' }, 9, 12, 32, 16),
  one({ resize: 'down' }, 17, 17, 6, 40),
  one({ resize: 'down' }, 2, 3, 4, 4),
  one({ norm: 'silu' }, 7, 10, 32, 12),
  one({ norm: 'silu', result: 'add' }, 10, 9, 64, 64),
  one({ norm: 'affine', size: 1 }, 6, 5, 64, 96),
  one({ norm: 'silu', result: 'picture' }, 6, 9, 32, 48),
  one({ norm: 'silu', result: 'picture', narrow: true }, 17, 19, 32, 3),
  one({ norm: 'silu', result: 'picture', narrow: true }, 3, 2, 32, 1),
];

describe('convolution', () => {
  it.each(CASES.flatMap((each) => (['f32', 'f16'] as const).map((format) => ({ ...each, format }))))(
    '$options, $format, $height x $width, $inputs -> $outputs',
    async ({ options: partial, height, width, inputs, outputs, format }) => {
      const options: ConvolutionOptions = {
        size: 3,
        resize: 'none',
        norm: 'none',
        result: 'store',
        format,
        ...partial,
      };
      const x = plane(height, width, inputs, 1);
      const kernel = numbers(outputs * inputs * options.size ** 2, 2);
      const stored = format === 'f16' ? halfToFloat(floatToHalf(kernel)) : kernel;
      const bias = numbers(outputs, 3);
      const [scale, shift] = [numbers(inputs, 4), numbers(inputs, 5)];
      // Statistics are another kernel's business: here gain and offset are given.
      const normed = Float64Array.from(x.values, (value, i) => {
        const n = value * scale[i % inputs] + shift[i % inputs];
        return options.norm === 'silu' ? n / (1 + Math.exp(-n)) : n;
      });
      const expected = convolve(
        options.norm === 'none' ? x : { ...x, values: normed },
        stored,
        bias,
        options,
      );
      const shader = convolutionShader(options);
      const quads = quadsOf(outputs);
      const before = numbers(expected.height * expected.width * quads * 4, 6);
      const patch = outputs === 48 ? 4 : 1;
      const got = await probeShader(
        device,
        {
          shader,
          buffers: {
            x: packRows(x.values as Float32Array, inputs),
            weights: packConvolution([kernel], inputs, outputs, options.size, format),
            bias: packVectors(bias),
            affine: Float32Array.from([...packVectors(scale), ...packVectors(shift)]),
            result: before,
          },
          place: {
            width: expected.width,
            height: expected.height,
            endRow: expected.height,
            inputWidth: width,
            inputHeight: height,
            inputQuads: quadsOf(inputs),
            outputQuads: quads,
            channels: outputs / patch ** 2,
            patchSize: patch,
          },
          workgroups: shader.workgroups(expected.height, expected.width, quads),
        },
        'result',
      );
      const tolerance = 2e-6 * inputs * options.size ** 2 + 1e-5;
      if (options.result === 'picture') {
        const values = Float32Array.from(expected.values);
        const pixels = depthToSpace(values, expected.height, expected.width, outputs / patch ** 2, patch);
        expectClose(got, pixels, tolerance);
        return;
      }
      const added = options.result === 'add' ? before : new Float32Array(before.length);
      const wanted = packRows(Float32Array.from(expected.values), outputs).map((value, i) =>
        i % (4 * quads) < outputs ? value + added[i] : got[i],
      );
      expectClose(got, wanted, tolerance);
    },
  );

  it('computes a band of rows from a buffer that starts inside of the picture', async () => {
    const x = plane(12, 6, 4, 1);
    const kernel = numbers(4 * 4 * 9, 2);
    const bias = numbers(4, 3);
    const whole = convolve(x, kernel, bias, { size: 3, resize: 'none' });
    const shader = convolutionShader({
      size: 3,
      resize: 'none',
      norm: 'none',
      result: 'store',
      format: 'f32',
    });
    const size = { width: 6, height: 12, inputWidth: 6, inputHeight: 12 };
    const got = await probeShader(
      device,
      {
        shader,
        buffers: {
          x: (x.values as Float32Array).slice(4 * 24), // rows 4 to 11
          weights: packConvolution([kernel], 4, 4, 3, 'f32'),
          bias,
          result: 6 * 24,
        },
        place: { ...size, firstRow: 5, endRow: 11, inputTop: 4, outputTop: 5, inputQuads: 1, outputQuads: 1 },
        workgroups: shader.workgroups(6, 6, 1),
      },
      'result',
    );
    expectClose(got, (whole.values as Float64Array).subarray(5 * 24, 11 * 24), 1e-5);
  });
});

describe('group norm', () => {
  it.each([
    [1, 1, 32, 256],
    [5, 7, 32, 256],
    [9, 31, 64, 64],
    [16, 16, 128, 100],
    [3, 50, 512, 40],
  ])('%d x %d, %d channels, chunks of %d', async (height, width, channels, chunkSize) => {
    // A mean far from zero: sums of squares alone would lose the variance.
    const x = { ...plane(height, width, channels, 1) };
    const values = Float32Array.from(x.values, (value) => 30 + value);
    const [scale, shift] = [numbers(channels, 4), numbers(channels, 5)];
    const quads = channels / 4;
    const chunks = Math.ceil((height * width) / chunkSize);
    const place = { width, height, endRow: height, inputQuads: quads, chunkSize, chunks };
    const moments = await probeShader(
      device,
      {
        shader: momentsShader,
        buffers: { x: values, moments: chunks * (2 * quads + 1) * 4 },
        place,
        workgroups: momentsShader.workgroups(chunks, quads),
      },
      'moments',
    );
    const norm = packVectors(scale, shift);
    const affine = await probeShader(
      device,
      {
        shader: affineShader,
        buffers: { moments, norm, affine: norm.length },
        place,
        workgroups: [32, 1, 1],
      },
      'affine',
    );
    const expected = groupNorm({ ...x, values }, scale, shift, 'none');
    const got = values.map((value, i) => value * affine[i % channels] + affine[channels + (i % channels)]);
    // One value a group has no variance: the gain is 1 / sqrt(epsilon) = 1000, and so is what rounding costs.
    expectClose(got, expected.values, height * width * channels === GROUPS ? 5e-3 : 1e-4);
  });
});

describe('attention', () => {
  it.each([
    [1, 1, 32],
    [5, 7, 32],
    [9, 15, 64],
    [16, 17, 256],
    [3, 3, 512],
  ])('%d x %d, %d channels', async (height, width, channels) => {
    const count = height * width;
    const quads = channels / 4;
    const qkv = numbers(count * channels * 3, 1).map((value, i) =>
      i % (3 * channels) < channels ? 4 * value : value,
    );
    const part = (position: number, index: number) => {
      const at = position * 3 * channels + index * channels;
      return [...qkv.subarray(at, at + channels)];
    };
    const all = (index: number) => Array.from({ length: count }, (_, position) => part(position, index));
    const [keys, values] = [all(1), all(2)];
    const shader = pictureAttentionShader(quads);
    const got = await probeShader(
      device,
      {
        shader,
        buffers: { qkv, result: count * channels },
        place: { width, height, endRow: height },
        workgroups: shader.workgroups(count),
      },
      'result',
    );
    const expected = all(0).flatMap((query) => {
      const scaled = query.map((value) => value * channels ** -0.5);
      return attend(scaled, keys, values);
    });
    expectClose(got, expected, 1e-5);
  });
});

describe('lookup', () => {
  it('takes rows of the codebook for the rows of a band', async () => {
    const codebook = packRows(numbers(7 * 6, 1), 6);
    const tokens = Uint32Array.of(3, 0, 6, 1, 5, 5, 2, 4, 0);
    const got = await probeShader(
      device,
      {
        shader: lookupShader,
        buffers: { tokens, codebook, result: 6 * 8 },
        place: { width: 3, firstRow: 1, endRow: 3, outputTop: 1, outputQuads: 2 },
        workgroups: lookupShader.workgroups(12),
      },
      'result',
    );
    expect([...got]).toEqual(
      [...tokens.slice(3)].flatMap((token) => [...codebook.subarray(8 * token, 8 * token + 8)]),
    );
  });
});

describe('pixels', () => {
  it.each([
    [1, 1, 3, 1],
    [9, 11, 3, 4],
    [8, 6, 1, 2],
    [17, 5, 4, 3],
  ])('%d x %d of %d channels in patches of %d', async (height, width, channels, patchSize) => {
    const pixels = numbers(height * width * channels, 1);
    const { data, ...size } = spaceToDepth(pixels, height, width, channels, patchSize);
    const outputQuads = quadsOf(channels * patchSize ** 2);
    const got = await probeShader(
      device,
      {
        shader: pixelsShader,
        buffers: { pixels, result: size.height * size.width * 4 * outputQuads },
        place: { ...size, endRow: size.height, inputWidth: width, outputQuads, channels, patchSize },
        workgroups: pixelsShader.workgroups(size.height, size.width, outputQuads),
      },
      'result',
    );
    const expected = packRows(data, channels * patchSize ** 2);
    expect([...got.subarray(0, expected.length)]).toEqual([...expected]);
  });

  it('fills a band of rows from pixels that start inside of the picture', async () => {
    const pixels = numbers(12 * 4 * 3, 1);
    const { data } = spaceToDepth(pixels, 12, 4, 3, 2);
    const rows = { firstRow: 2, endRow: 5, outputTop: 2, inputTop: 4 };
    const got = await probeShader(
      device,
      {
        shader: pixelsShader,
        buffers: { pixels: pixels.slice(4 * 4 * 3), result: 3 * 2 * 12 },
        place: { ...rows, width: 2, inputWidth: 4, outputQuads: 3, channels: 3, patchSize: 2 },
        workgroups: pixelsShader.workgroups(3, 2, 3),
      },
      'result',
    );
    expect([...got]).toEqual([...data.subarray(2 * 2 * 12, 5 * 2 * 12)]);
  });
});

describe('labels', () => {
  it.each([
    [1, 1, 2, 1, 4, 'f32'],
    [9, 11, 11, 4, 32, 'f32'],
    [9, 11, 11, 4, 32, 'f16'],
    [7, 6, 182, 1, 12, 'f32'],
    [5, 13, 3, 2, 7, 'f16'],
  ] as const)(
    '%d x %d of %d labels in patches of %d to %d channels, %s',
    async (height, width, count, patchSize, outputs, format) => {
      const labels = Uint8Array.from(numbers(height * width, 1), (value) => ((value + 1) / 2) * count);
      const inputs = count * patchSize ** 2;
      const kernel = numbers(outputs * inputs * 9, 2);
      const stored = format === 'f16' ? halfToFloat(floatToHalf(kernel)) : kernel;
      const bias = numbers(outputs, 3);
      const hot = oneHot({ height, width, labels }, count, patchSize);
      const expected = convolve(hot, stored, bias, { size: 3, resize: 'none' });
      const shader = labelsShader(format);
      const quads = quadsOf(outputs);
      const { height: rows, width: columns } = expected;
      const got = await probeShader(
        device,
        {
          shader,
          buffers: {
            labels: Uint32Array.from(labels),
            weights: packConvolution([kernel], inputs, outputs, 3, format),
            bias: packVectors(bias),
            result: rows * columns * quads * 4,
          },
          place: {
            width: columns,
            height: rows,
            endRow: rows,
            inputWidth: width,
            outputQuads: quads,
            patchSize,
          },
          workgroups: shader.workgroups(rows, columns, quads),
        },
        'result',
      );
      expectClose(got, packRows(Float32Array.from(expected.values), outputs), 1e-4);
    },
  );
});

describe('nearest code', () => {
  const codesOf = async (
    vectors: Float32Array,
    embedDim: number,
    { rows, offsets }: ReturnType<typeof distanceTo>,
  ): Promise<number[]> => {
    const count = vectors.length / embedDim;
    const words = await probeShader(
      device,
      {
        shader: nearestShader,
        buffers: { vectors: packRows(vectors, embedDim), rows, offsets, result: count },
        place: { height: count, inputQuads: quadsOf(embedDim), channels: offsets.length },
        workgroups: nearestShader.workgroups(count),
      },
      'result',
    );
    return [...new Uint32Array(words.buffer, 0, count)];
  };

  it.each([
    [1, 2, 1],
    [9, 19, 5],
    [130, 64, 8],
    [40, 1000, 256],
  ])('of %d vectors among %d codes of %d values', async (count, codes, embedDim) => {
    const codebook = numbers(codes * embedDim, 1);
    const vectors = numbers(count * embedDim, 2);
    const got = await codesOf(vectors, embedDim, distanceTo(codebook, embedDim));
    expect(got).toEqual(nearestCodes(vectors, codebook, embedDim));
  });

  it('is the first of equals, and the code itself for its own row', async () => {
    const row = numbers(6 * 7, 1);
    const codebook = Float32Array.from([
      ...row,
      ...row,
      ...row,
      ...row,
      ...row,
      ...row,
      ...row,
      ...row,
      ...row,
    ]);
    expect(await codesOf(row, 6, distanceTo(codebook, 6))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('is the highest logit where a projection decides', async () => {
    const [weight, bias] = [numbers(33 * 5, 1), numbers(33, 2)];
    const vectors = numbers(10 * 5, 3);
    const expected = Array.from({ length: 10 }, (_, v) => {
      const logits = Array.from(bias, (start, code) =>
        [0, 1, 2, 3, 4].reduce((sum, i) => sum + weight[code * 5 + i] * vectors[v * 5 + i], start),
      );
      return logits.indexOf(Math.max(...logits));
    });
    expect(await codesOf(vectors, 5, logitsOf(weight, bias, 5))).toEqual(expected);
  });

  it('is none where values are no numbers', async () => {
    const vectors = numbers(3 * 4, 1);
    vectors[5] = NaN;
    const [first, second, third] = await codesOf(vectors, 4, distanceTo(numbers(9 * 4, 2), 4));
    expect([first < 9, second, third < 9]).toEqual([true, NO_CODE, true]);
  });
});
