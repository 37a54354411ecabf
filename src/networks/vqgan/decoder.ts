import type { VqganArchitecture } from '../../core/architecture.ts';
import type { Weights } from '../weights.ts';
import { attentionBlock, convBlock, normSwishBlock, resBlock, upsampleBlock, type Block } from './blocks.ts';
import { buildMiddle } from './encoder.ts';

/**
 * Codebook vectors [1, h, w, embedDim] go in, [1, H, W, outChannels * patch^2] come out, without an output
 * activation. Level 0 has the full resolution, so levels run downwards (reference section 1.3).
 */
export async function buildDecoder(weights: Weights, arch: VqganArchitecture): Promise<Block[]> {
  const top = arch.multipliers.length - 1;
  let channels = arch.channels * arch.multipliers[top];
  const blocks: Block[] = [
    await convBlock(weights, 'post_quant_conv', arch.embedDim, arch.zChannels, 1),
    await convBlock(weights, 'decoder.conv_in', arch.zChannels, channels, 3),
    ...(await buildMiddle(weights, 'decoder', arch, channels)),
  ];
  for (let level = top; level >= 0; level--) {
    const wanted = arch.channels * arch.multipliers[level];
    const up = `decoder.up.${level}`;
    // One ResBlock more than the encoder has.
    for (let b = 0; b <= arch.residualBlocks; b++) {
      blocks.push(await resBlock(weights, `${up}.block.${b}`, channels, wanted));
      channels = wanted;
      if (arch.decoderAttention[level]) {
        blocks.push(await attentionBlock(weights, `${up}.attn.${b}`, channels));
      }
    }
    if (level > 0) blocks.push(await upsampleBlock(weights, `${up}.upsample`, channels));
  }
  blocks.push(await normSwishBlock(weights, 'decoder.norm_out', channels));
  const outputs = arch.outChannels * arch.patch ** 2;
  blocks.push(await convBlock(weights, 'decoder.conv_out', channels, outputs, 3));
  return blocks;
}
