import type { VqganArchitecture } from '../../src/core/architecture.ts';

/** The image stage of every published f = 16 model of 1024 codes (reference section 1.9). */
export const PUBLISHED_VQGAN: VqganArchitecture = {
  type: 'vqgan',
  quantizer: 'vector',
  segmentation: false,
  inChannels: 3,
  outChannels: 3,
  channels: 128,
  multipliers: [1, 1, 2, 2, 4],
  residualBlocks: 2,
  encoderAttention: [false, false, false, false, true],
  decoderAttention: [false, false, false, false, true],
  midAttention: true,
  zChannels: 256,
  embedDim: 256,
  codes: 1024,
  patch: 1,
};
