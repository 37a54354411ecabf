/** How far the kernels that turn tokens, pixels and labels into planes, and latents into codes, are from their oracles. */
import { floatToHalf, halfToFloat } from '../../../checkpoint/float16.ts';
import { spaceToDepth } from '../../../networks/vqgan/patch.ts';
import { wave } from '../selfTestValues.ts';
import { largestDifference } from './difference.ts';
import type { PictureKernels } from './kernelSet.ts';
import { distanceTo } from './nearestCodes.ts';
import { convolve, nearestCodes, oneHot } from './oracle.ts';
import { packConvolution, packRows, packVectors, quadsOf } from './packConvolution.ts';
import { type PictureProbe, runPictureProbe } from './probe.ts';

export async function lookupError(device: GPUDevice, kernels: PictureKernels): Promise<number> {
  const compiled = await kernels.lookup;
  const codebook = wave(7 * 8, 1);
  const tokens = Uint32Array.of(3, 0, 6, 1, 5, 5, 2, 4, 0);
  const place = { width: 3, firstRow: 1, endRow: 3, outputTop: 1, outputQuads: 2 };
  const probe: PictureProbe = {
    buffers: { tokens, codebook, result: 6 * 8 },
    place,
    workgroups: compiled.kernel.workgroups(12),
  };
  const got = await runPictureProbe(device, kernels.layout, compiled, probe, 'result');
  const expected = [...tokens.subarray(3)].flatMap((token) => [
    ...codebook.subarray(8 * token, 8 * token + 8),
  ]);
  return largestDifference(got, expected);
}

export async function pixelsError(device: GPUDevice, kernels: PictureKernels): Promise<number> {
  const compiled = await kernels.pixels;
  const [height, width, channels, patchSize] = [7, 9, 3, 2];
  const pixels = wave(height * width * channels, 12);
  const expected = spaceToDepth(pixels, height, width, channels, patchSize);
  const outputQuads = quadsOf(channels * patchSize ** 2);
  const probe: PictureProbe = {
    buffers: { pixels, result: expected.height * expected.width * 4 * outputQuads },
    place: { ...sizeOf(expected), inputWidth: width, outputQuads, channels, patchSize },
    workgroups: compiled.kernel.workgroups(expected.height, expected.width, outputQuads),
  };
  const got = await runPictureProbe(device, kernels.layout, compiled, probe, 'result');
  return largestDifference(got, packRows(expected.data, channels * patchSize ** 2));
}

export async function labelsError(
  device: GPUDevice,
  kernels: PictureKernels,
  format: 'f32' | 'f16',
): Promise<number> {
  const compiled = await kernels.labels(format);
  const [height, width, labelCount, patchSize, outputs] = [7, 9, 5, 2, 8];
  const labels = Uint8Array.from({ length: height * width }, (_, i) => (i * 7 + (i >> 3)) % labelCount);
  const inputs = labelCount * patchSize ** 2;
  const kernel = wave(outputs * inputs * 9, 13);
  const stored = format === 'f16' ? halfToFloat(floatToHalf(kernel)) : kernel;
  const bias = wave(outputs, 14);
  const hot = oneHot({ height, width, labels }, labelCount, patchSize);
  const expected = convolve(hot, stored, bias, { size: 3, resize: 'none' });
  const outputQuads = quadsOf(outputs);
  const probe: PictureProbe = {
    buffers: {
      labels: Uint32Array.from(labels),
      weights: packConvolution([kernel], inputs, outputs, 3, format),
      bias: packVectors(bias),
      result: expected.height * expected.width * outputs,
    },
    place: { ...sizeOf(expected), inputWidth: width, outputQuads, patchSize },
    workgroups: compiled.kernel.workgroups(expected.height, expected.width, outputQuads),
  };
  const got = await runPictureProbe(device, kernels.layout, compiled, probe, 'result');
  return largestDifference(got, expected.values);
}

/** Share of vectors whose code differs. */
export async function nearestError(device: GPUDevice, kernels: PictureKernels): Promise<number> {
  const compiled = await kernels.nearest;
  const [count, codes, embedDim] = [11, 70, 6];
  const codebook = wave(codes * embedDim, 15);
  const vectors = wave(count * embedDim, 16);
  const { rows, offsets } = distanceTo(codebook, embedDim);
  const probe: PictureProbe = {
    buffers: { vectors: packRows(vectors, embedDim), rows, offsets, result: count },
    place: { height: count, inputQuads: quadsOf(embedDim), channels: codes },
    workgroups: compiled.kernel.workgroups(count),
  };
  const words = await runPictureProbe(device, kernels.layout, compiled, probe, 'result');
  const got = new Uint32Array(words.buffer);
  return nearestCodes(vectors, codebook, embedDim).filter((code, i) => got[i] !== code).length / count;
}

function sizeOf({ height, width }: { readonly height: number; readonly width: number }) {
  return { height, width, endRow: height };
}
