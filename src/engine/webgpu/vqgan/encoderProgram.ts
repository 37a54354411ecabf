import type { VqganArchitecture } from '../../../core/architecture.ts';
import { type Program, ProgramBuilder } from './program.ts';

/** The encoder of reference section 1.2 and `quant_conv`, in their order; its output is what the quantizer sees. */
export function encoderProgram(arch: VqganArchitecture): Program {
  const { multipliers, channels, inChannels, patch, residualBlocks } = arch;
  const top = multipliers.length - 1;
  const builder = new ProgramBuilder();
  let x = arch.segmentation ? builder.plane(top, channels) : builder.plane(top, inChannels * patch ** 2);
  if (arch.segmentation) {
    const inputs = inChannels * patch ** 2;
    builder.steps.push({ kind: 'labels', name: 'encoder.conv_in', to: x, inputs, outputs: channels });
  } else {
    builder.steps.push({ kind: 'pixels', to: x });
    x = builder.convolve('encoder.conv_in', x, channels);
  }
  for (const [level, multiplier] of multipliers.entries()) {
    const down = `encoder.down.${level}`;
    for (let b = 0; b < residualBlocks; b++) {
      x = builder.residual(`${down}.block.${b}`, x, channels * multiplier);
      if (arch.encoderAttention[level]) builder.attend(`${down}.attn.${b}`, x);
    }
    if (level < top)
      x = builder.convolve(`${down}.downsample.conv`, x, builder.channels(x), { resize: 'down' });
  }
  x = builder.middle('encoder', x, arch.midAttention);
  const norm = { norm: 'silu', normName: 'encoder.norm_out' } as const;
  x = builder.convolve('encoder.conv_out', x, arch.zChannels, norm);
  x = builder.convolve('quant_conv', x, arch.embedDim, { size: 1 });
  builder.steps.push({ kind: 'output', from: x, to: null });
  return builder;
}
