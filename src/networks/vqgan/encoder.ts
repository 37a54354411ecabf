import type { VqganArchitecture } from '../../core/architecture.ts';
import type { Weights } from '../weights.ts';
import {
  attentionBlock,
  convBlock,
  downsampleBlock,
  normSwishBlock,
  resBlock,
  type Block,
} from './blocks.ts';

/** Channels after `encoder.conv_in` go in, [1, h, w, embedDim] come out (reference section 1.2). */
export async function buildEncoder(weights: Weights, arch: VqganArchitecture): Promise<Block[]> {
  const blocks: Block[] = [];
  let channels = arch.channels;
  for (const [level, multiplier] of arch.multipliers.entries()) {
    const wanted = arch.channels * multiplier;
    const down = `encoder.down.${level}`;
    for (let b = 0; b < arch.residualBlocks; b++) {
      blocks.push(await resBlock(weights, `${down}.block.${b}`, channels, wanted));
      channels = wanted;
      if (arch.encoderAttention[level]) {
        blocks.push(await attentionBlock(weights, `${down}.attn.${b}`, channels));
      }
    }
    if (level < arch.multipliers.length - 1) {
      blocks.push(await downsampleBlock(weights, `${down}.downsample`, channels));
    }
  }
  blocks.push(...(await buildMiddle(weights, 'encoder', arch, channels)));
  blocks.push(await normSwishBlock(weights, 'encoder.norm_out', channels));
  blocks.push(await convBlock(weights, 'encoder.conv_out', channels, arch.zChannels, 3));
  blocks.push(await convBlock(weights, 'quant_conv', arch.zChannels, arch.embedDim, 1));
  return blocks;
}

/** ResBlock, AttnBlock, ResBlock: the same in encoder and decoder. */
export async function buildMiddle(
  weights: Weights,
  side: 'encoder' | 'decoder',
  arch: VqganArchitecture,
  channels: number,
): Promise<Block[]> {
  const blocks = [await resBlock(weights, `${side}.mid.block_1`, channels, channels)];
  if (arch.midAttention) blocks.push(await attentionBlock(weights, `${side}.mid.attn_1`, channels));
  blocks.push(await resBlock(weights, `${side}.mid.block_2`, channels, channels));
  return blocks;
}
