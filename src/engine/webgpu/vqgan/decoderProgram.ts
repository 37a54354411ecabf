import type { VqganArchitecture } from '../../../core/architecture.ts';
import { type Program, ProgramBuilder } from './program.ts';

/** The decoder of reference section 1.3, in its order. */
export function decoderProgram(arch: VqganArchitecture): Program {
  const { multipliers, channels, zChannels, embedDim, residualBlocks } = arch;
  const top = multipliers.length - 1;
  const builder = new ProgramBuilder();
  const codes = builder.plane(0, embedDim);
  builder.steps.push({ kind: 'lookup', to: codes });
  const latents = builder.convolve('post_quant_conv', codes, zChannels, { size: 1 });
  let x = builder.convolve('decoder.conv_in', latents, channels * multipliers[top]);
  x = builder.middle('decoder', x, arch.midAttention);
  for (let level = top; level >= 0; level--) {
    const up = `decoder.up.${level}`;
    // One ResBlock more than the encoder has.
    for (let b = 0; b <= residualBlocks; b++) {
      x = builder.residual(`${up}.block.${b}`, x, channels * multipliers[level]);
      if (arch.decoderAttention[level]) builder.attend(`${up}.attn.${b}`, x);
    }
    if (level > 0) x = builder.convolve(`${up}.upsample.conv`, x, builder.channels(x), { resize: 'up' });
  }
  builder.picture('decoder.conv_out', x, arch.outChannels * arch.patch ** 2, 'decoder.norm_out');
  return builder;
}
