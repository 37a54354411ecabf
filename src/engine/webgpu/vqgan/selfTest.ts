import { floatToHalf, halfToFloat } from '../../../checkpoint/float16.ts';
import { depthToSpace } from '../../../networks/vqgan/patch.ts';
import { attend } from '../oracle/math.ts';
import { type KernelCheck, refuseWrong } from '../kernelCheck.ts';
import { wave } from '../selfTestValues.ts';
import { pictureAttentionShader } from './kernels/attention.ts';
import { type ConvolutionOptions, convolutionShader } from './kernels/convolution.ts';
import { affineShader, GROUPS } from './kernels/groupNorm.ts';
import { labelsShader } from './kernels/labels.ts';
import { lookupShader } from './kernels/lookup.ts';
import { nearestShader } from './kernels/nearest.ts';
import { pixelsShader } from './kernels/pixels.ts';
import { optionsOf, type PictureKernels } from './kernelSet.ts';
import { convolve, groupNorm } from './oracle.ts';
import { packConvolution, packRows, packVectors, quadsOf } from './packConvolution.ts';
import { type PictureProbe, runPictureProbe } from './probe.ts';
import type { Program, Step } from './program.ts';
import { labelsError, lookupError, nearestError, pixelsError } from './selfTestConversions.ts';
import { largestDifference } from './difference.ts';

/** Far above rounding, far below any real mistake: values are of the order of one to ten. */
const TOLERANCE = 1e-3;

/** Odd, and more than one tile. */
const HEIGHT = 9;
const WIDTH = 11;
const CHANNELS = 32;

/**
 * Runs every kernel that a program uses on this device, over small known values, with the very pipelines that will be used.
 * @param wanted names of the kernels to test; all when absent
 * @throws TesseraError `gpu-kernels-wrong` naming the kernels whose results are wrong, `kernel-refused`
 */
export async function testPictureKernels(
  device: GPUDevice,
  kernels: PictureKernels,
  program: Program,
  format: 'f32' | 'f16',
  wanted?: ReadonlySet<string>,
): Promise<KernelCheck[]> {
  const tests = new Map(program.steps.flatMap((step) => testsOf(step, device, kernels, format)));
  const checks: KernelCheck[] = [];
  for (const [kernel, measure] of tests) {
    if (wanted !== undefined && !wanted.has(kernel)) continue;
    const error = await measure();
    checks.push({ kernel, error, ok: error < TOLERANCE });
  }
  refuseWrong(checks);
  return checks;
}

/** The kernels of a step by name, and how far each is from its oracle. */
function testsOf(
  step: Step,
  device: GPUDevice,
  kernels: PictureKernels,
  format: 'f32' | 'f16',
): [string, () => Promise<number>][] {
  switch (step.kind) {
    case 'lookup':
      return [[lookupShader.name, () => lookupError(device, kernels)]];
    case 'pixels':
      return [[pixelsShader.name, () => pixelsError(device, kernels)]];
    case 'labels':
      return [[labelsShader(format).name, () => labelsError(device, kernels, format)]];
    case 'output':
      return [[nearestShader.name, () => nearestError(device, kernels)]];
    case 'attention': {
      const { name } = pictureAttentionShader(quadsOf(step.channels));
      return [[name, () => attentionError(device, kernels, step.channels)]];
    }
    case 'convolution': {
      const options = optionsOf(step, format);
      const test = () => convolutionError(device, kernels, options);
      // Both passes of the statistics are seen in what the second one gives.
      const norm = () => normError(device, kernels);
      return [
        ...(step.normName === null ? [] : [[affineShader.name, norm] as [string, typeof norm]]),
        [convolutionShader(options).name, test],
      ];
    }
  }
}

async function normError(device: GPUDevice, kernels: PictureKernels): Promise<number> {
  const [first, second] = await Promise.all([kernels.moments, kernels.affine]);
  const channels = 2 * GROUPS;
  const values = wave(HEIGHT * WIDTH * channels, 2).map((value) => 20 + value);
  const [scale, shift] = [wave(channels, 3), wave(channels, 4)];
  const inputQuads = channels / 4;
  const chunkSize = 16;
  const chunks = Math.ceil((HEIGHT * WIDTH) / chunkSize);
  const place = { width: WIDTH, endRow: HEIGHT, inputQuads, chunkSize, chunks };
  const moments = await runPictureProbe(
    device,
    kernels.layout,
    first,
    {
      buffers: { x: values, moments: 4 * chunks * (2 * inputQuads + 1) },
      place,
      workgroups: first.kernel.workgroups(chunks, inputQuads),
    },
    'moments',
  );
  const norm = packVectors(scale, shift);
  const probe: PictureProbe = {
    buffers: { moments, norm, affine: norm.length },
    place,
    workgroups: [GROUPS, 1, 1],
  };
  const affine = await runPictureProbe(device, kernels.layout, second, probe, 'affine');
  const got = values.map((value, i) => value * affine[i % channels] + affine[channels + (i % channels)]);
  const plane = { height: HEIGHT, width: WIDTH, channels, values };
  return largestDifference(got, groupNorm(plane, scale, shift, 'none').values);
}

async function attentionError(device: GPUDevice, kernels: PictureKernels, channels: number): Promise<number> {
  const compiled = await kernels.attention(quadsOf(channels));
  const count = HEIGHT * WIDTH;
  const qkv = wave(count * channels * 3, 5);
  const part = (position: number, index: number) => {
    const at = (position * 3 + index) * channels;
    return [...qkv.subarray(at, at + channels)];
  };
  const all = (index: number) => Array.from({ length: count }, (_, position) => part(position, index));
  const [keys, values] = [all(1), all(2)];
  const probe: PictureProbe = {
    buffers: { qkv, result: count * channels },
    place: { width: WIDTH, height: HEIGHT, endRow: HEIGHT },
    workgroups: compiled.kernel.workgroups(count),
  };
  const got = await runPictureProbe(device, kernels.layout, compiled, probe, 'result');
  // A few queries tell: those at both ends of a tile, and in the ragged last one.
  return Math.max(
    ...[0, 15, 16, count - 1].map((position) => {
      const query = part(position, 0).map((value) => value * channels ** -0.5);
      return largestDifference(got.subarray(position * channels), attend(query, keys, values));
    }),
  );
}

async function convolutionError(
  device: GPUDevice,
  kernels: PictureKernels,
  options: ConvolutionOptions,
): Promise<number> {
  const compiled = await kernels.convolution(options);
  const { size, norm, result, format } = options;
  // The output has more than one tile also where it is half as large.
  const scale = options.resize === 'down' ? 2 : 1;
  const [inputHeight, inputWidth] = [scale * HEIGHT, scale * WIDTH];
  const outputs = options.narrow ? 3 : 36;
  const patchSize = outputs === 36 ? 2 : 1;
  const kernel = wave(outputs * CHANNELS * size ** 2, 6).map((value) => value / 8);
  const stored = format === 'f16' ? halfToFloat(floatToHalf(kernel)) : kernel;
  const bias = wave(outputs, 7);
  const [gain, offset] = [wave(CHANNELS, 8), wave(CHANNELS, 9)];
  const x = wave(inputHeight * inputWidth * CHANNELS, 10);
  const prepared = Float64Array.from(x, (value, i) => {
    if (norm === 'none') return value;
    const n = value * gain[i % CHANNELS] + offset[i % CHANNELS];
    return norm === 'silu' ? n / (1 + Math.exp(-n)) : n;
  });
  const plane = { height: inputHeight, width: inputWidth, channels: CHANNELS, values: prepared };
  const { height, width, values } = convolve(plane, stored, bias, options);
  const outputQuads = quadsOf(outputs);
  const before = result === 'add' ? wave(height * width * outputs, 11) : null;
  const channels = outputs / patchSize ** 2;
  const got = await runPictureProbe(
    device,
    kernels.layout,
    compiled,
    {
      buffers: {
        x,
        weights: packConvolution([kernel], CHANNELS, outputs, size, format),
        bias: packVectors(bias),
        affine: packVectors(gain, offset),
        result: before ?? height * width * outputQuads * 4,
      },
      place: {
        width,
        height,
        endRow: height,
        inputWidth,
        inputHeight,
        inputQuads: CHANNELS / 4,
        outputQuads,
        channels,
        patchSize,
      },
      workgroups: compiled.kernel.workgroups(height, width, outputQuads),
    },
    'result',
  );
  const expected = Float32Array.from(values, (value, i) => value + (before?.[i] ?? 0));
  if (result === 'picture') {
    return largestDifference(got, depthToSpace(expected, height, width, channels, patchSize));
  }
  return largestDifference(got, packRows(expected, outputs));
}
