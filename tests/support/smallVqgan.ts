import type { VqganArchitecture } from '../../src/core/architecture.ts';
import type { Picture } from '../../src/networks/vqgan/picture.ts';

/**
 * A small image stage: levels of different width with shortcuts between them, attention in the middle, two halvings or
 * doublings, sizes that fill no quad.
 */
export function smallVqgan(change: Partial<VqganArchitecture> = {}): VqganArchitecture {
  const multipliers = change.multipliers ?? [1, 2, 1];
  const none = multipliers.map(() => false);
  return {
    type: 'vqgan',
    quantizer: 'vector',
    segmentation: false,
    inChannels: 3,
    outChannels: 3,
    channels: 32,
    multipliers,
    residualBlocks: 1,
    encoderAttention: none,
    decoderAttention: none,
    midAttention: true,
    zChannels: 6,
    embedDim: 5,
    codes: 19,
    patch: 1,
    ...change,
  };
}

/** Largest difference of two pictures of one size; infinite where a value is no number. */
export function pictureDifference(got: Picture, expected: Picture): number {
  const [mine, theirs] = [got, expected].map(
    ({ height, width, channels }) => `${height}x${width}x${channels}`,
  );
  if (mine !== theirs) throw new Error(`a picture of ${mine} in place of ${theirs}`);
  return expected.values.reduce((most, value, i) => {
    const difference = Math.abs(got.values[i] - value);
    return difference <= most ? most : Number.isNaN(difference) ? Infinity : difference;
  }, 0);
}
