/** Plain float64 forms of what the picture kernels compute; tests and the self-test compare against them. */
import type { LabelMap } from '../../../core/layout.ts';
import { spaceToDepth } from '../../../networks/vqgan/patch.ts';
import { GROUP_NORM_EPSILON, GROUPS } from './kernels/groupNorm.ts';
import type { ConvolutionOptions } from './kernels/convolution.ts';

/** Values [height][width][channels] in one list. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: readonly number[] | Float32Array | Float64Array;
}

/** GroupNorm, then SiLU where wanted. */
export function groupNorm(
  { height, width, channels, values }: Plane,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
  activation: 'none' | 'silu',
): Plane {
  const out = new Float64Array(values.length);
  const perGroup = channels / GROUPS;
  const count = height * width * perGroup;
  const each = (group: number, visit: (index: number, channel: number) => void): void => {
    for (let position = 0; position < height * width; position++) {
      for (let i = 0; i < perGroup; i++) {
        const channel = group * perGroup + i;
        visit(position * channels + channel, channel);
      }
    }
  };
  for (let group = 0; group < GROUPS; group++) {
    let sum = 0;
    each(group, (index) => (sum += values[index]));
    const mean = sum / count;
    let squares = 0;
    each(group, (index) => (squares += (values[index] - mean) ** 2));
    const gain = 1 / Math.sqrt(squares / count + GROUP_NORM_EPSILON);
    each(group, (index, channel) => {
      const normed = (values[index] - mean) * gain * scale[channel] + shift[channel];
      out[index] = activation === 'silu' ? normed / (1 + Math.exp(-normed)) : normed;
    });
  }
  return { height, width, channels, values: out };
}

/** @param kernel OIHW */
export function convolve(
  input: Plane,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
  { size, resize }: Pick<ConvolutionOptions, 'size' | 'resize'>,
): Plane {
  const up = resize === 'up' ? 2 : 1;
  const step = resize === 'down' ? 2 : 1;
  const before = size === 3 && resize !== 'down' ? 1 : 0;
  const height = Math.floor((input.height * up) / step);
  const width = Math.floor((input.width * up) / step);
  const channels = bias.length;
  const values = new Float64Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let o = 0; o < channels; o++) {
        let sum = bias[o];
        for (let tap = 0; tap < size * size; tap++) {
          const row = y * step + Math.floor(tap / size) - before;
          const column = x * step + (tap % size) - before;
          if (row < 0 || column < 0 || row >= input.height * up || column >= input.width * up) continue;
          const from = (Math.floor(row / up) * input.width + Math.floor(column / up)) * input.channels;
          for (let i = 0; i < input.channels; i++) {
            sum += input.values[from + i] * kernel[(o * input.channels + i) * size * size + tap];
          }
        }
        values[(y * width + x) * channels + o] = sum;
      }
    }
  }
  return { height, width, channels, values };
}

/** The map that the reference convolves: ones in the channel of each pixel's label, then space-to-depth. Only for small maps. */
export function oneHot({ height, width, labels }: LabelMap, count: number, patch: number): Plane {
  const ones = new Float32Array(height * width * count);
  labels.forEach((label, i) => (ones[i * count + label] = 1));
  const { data, ...size } = spaceToDepth(ones, height, width, count, patch);
  return { ...size, channels: count * patch ** 2, values: data };
}

/** For each vector the row at the smallest distance, the first of equals. @param codebook [codes, embedDim] */
export function nearestCodes(
  vectors: ArrayLike<number>,
  codebook: ArrayLike<number>,
  embedDim: number,
): number[] {
  const distance = (vector: number, code: number): number => {
    let sum = 0;
    for (let i = 0; i < embedDim; i++) {
      sum += (vectors[vector * embedDim + i] - codebook[code * embedDim + i]) ** 2;
    }
    return sum;
  };
  return Array.from({ length: vectors.length / embedDim }, (_, vector) => {
    let best = 0;
    for (let code = 1; code < codebook.length / embedDim; code++) {
      if (distance(vector, code) < distance(vector, best)) best = code;
    }
    return best;
  });
}
