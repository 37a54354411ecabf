import type { VqganArchitecture } from '../../core/architecture.ts';
import type { LabelMap } from '../../core/layout.ts';
import type { Weights } from '../weights.ts';

/** Applied to a label map: [floor(height/patch), floor(width/patch), channels] after `encoder.conv_in`. */
export type LabelConvolution = (map: LabelMap) => { data: Float32Array; height: number; width: number };

/**
 * `encoder.conv_in` over a one-hot map without the map: each output value is the bias plus, for each of the
 * nine taps and each label pixel under it, one weight column; outside the picture there is nothing to add.
 * 182 one-hot channels at 1024x683 would be 509 MB (reference section 4).
 */
export async function buildLabelConvolution(
  weights: Weights,
  arch: VqganArchitecture,
): Promise<LabelConvolution> {
  const { channels, inChannels: labels, patch } = arch;
  const inputs = labels * patch * patch;
  const kernel = await weights.raw('encoder.conv_in.weight', [channels, inputs, 3, 3]);
  const bias = await weights.raw('encoder.conv_in.bias', [channels]);
  // columns[(tap * inputs + input) * channels ...] is the weight column that a label adds under that tap.
  const columns = new Float32Array(kernel.length);
  for (let o = 0; o < channels; o++) {
    for (let input = 0; input < inputs; input++) {
      for (let tap = 0; tap < 9; tap++) {
        columns[(tap * inputs + input) * channels + o] = kernel[(o * inputs + input) * 9 + tap];
      }
    }
  }

  return (map) => {
    const height = Math.floor(map.height / patch);
    const width = Math.floor(map.width / patch);
    const data = new Float32Array(height * width * channels);
    const sum = new Float64Array(channels);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        sum.set(bias);
        for (let tap = 0; tap < 9; tap++) {
          const row = y + Math.floor(tap / 3) - 1;
          const column = x + (tap % 3) - 1;
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          for (let within = 0; within < patch * patch; within++) {
            const py = row * patch + Math.floor(within / patch);
            const px = column * patch + (within % patch);
            const label = map.labels[py * map.width + px];
            const from = (tap * inputs + label * patch * patch + within) * channels;
            for (let c = 0; c < channels; c++) sum[c] += columns[from + c];
          }
        }
        data.set(sum, (y * width + x) * channels);
      }
    }
    return { data, height, width };
  };
}
