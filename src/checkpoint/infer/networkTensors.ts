/** The tensors a network of a given architecture must have, by the reference's names (sections 1.10, 2.2). */
import type { TransformerArchitecture, VqganArchitecture } from '../../core/architecture.ts';

export type TensorShapes = Map<string, readonly number[]>;

/** Encoder, decoder, quantizer and the two 1x1 convolutions of a VQGAN. */
export function vqganTensors(a: VqganArchitecture): TensorShapes {
  const shapes: TensorShapes = new Map();
  const widths = a.multipliers.map((multiplier) => a.channels * multiplier);
  const top = widths.length - 1;
  const area = a.patch * a.patch;

  conv(shapes, 'encoder.conv_in', a.channels, a.inChannels * area, 3);
  for (let level = 0; level <= top; level++) {
    const entering = level === 0 ? a.channels : widths[level - 1];
    for (let b = 0; b < a.residualBlocks; b++) {
      residual(shapes, `encoder.down.${level}.block.${b}`, b === 0 ? entering : widths[level], widths[level]);
      if (a.encoderAttention[level]) attention(shapes, `encoder.down.${level}.attn.${b}`, widths[level]);
    }
    if (level < top) conv(shapes, `encoder.down.${level}.downsample.conv`, widths[level], widths[level], 3);
  }
  middle(shapes, 'encoder.mid', widths[top], a.midAttention);
  norm(shapes, 'encoder.norm_out', widths[top]);
  conv(shapes, 'encoder.conv_out', a.zChannels, widths[top], 3);

  conv(shapes, 'decoder.conv_in', widths[top], a.zChannels, 3);
  middle(shapes, 'decoder.mid', widths[top], a.midAttention);
  for (let level = top; level >= 0; level--) {
    const entering = level === top ? widths[top] : widths[level + 1];
    for (let b = 0; b <= a.residualBlocks; b++) {
      residual(shapes, `decoder.up.${level}.block.${b}`, b === 0 ? entering : widths[level], widths[level]);
      if (a.decoderAttention[level]) attention(shapes, `decoder.up.${level}.attn.${b}`, widths[level]);
    }
    if (level > 0) conv(shapes, `decoder.up.${level}.upsample.conv`, widths[level], widths[level], 3);
  }
  norm(shapes, 'decoder.norm_out', widths[0]);
  conv(shapes, 'decoder.conv_out', a.outChannels * area, widths[0], 3);

  if (a.quantizer === 'gumbel') {
    conv(shapes, 'quantize.proj', a.codes, a.embedDim, 1);
    shapes.set('quantize.embed.weight', [a.codes, a.embedDim]);
  } else {
    shapes.set('quantize.embedding.weight', [a.codes, a.embedDim]);
  }
  conv(shapes, 'quant_conv', a.embedDim, a.zChannels, 1);
  conv(shapes, 'post_quant_conv', a.zChannels, a.embedDim, 1);
  return shapes;
}

/** The GPT; `heads` does not show in any shape. */
export function transformerTensors(a: Omit<TransformerArchitecture, 'heads'>): TensorShapes {
  const shapes: TensorShapes = new Map();
  const d = a.width;
  shapes.set('pos_emb', [1, a.blockSize, d]);
  shapes.set('tok_emb.weight', [a.vocabulary, d]);
  for (let layer = 0; layer < a.layers; layer++) {
    const block = `blocks.${layer}`;
    norm(shapes, `${block}.ln1`, d);
    norm(shapes, `${block}.ln2`, d);
    for (const part of ['key', 'query', 'value', 'proj']) linear(shapes, `${block}.attn.${part}`, d, d);
    linear(shapes, `${block}.mlp.0`, 4 * d, d);
    linear(shapes, `${block}.mlp.2`, d, 4 * d);
  }
  norm(shapes, 'ln_f', d);
  shapes.set('head.weight', [a.vocabulary, d]);
  return shapes;
}

function conv(shapes: TensorShapes, name: string, out: number, into: number, size: number): void {
  shapes.set(`${name}.weight`, [out, into, size, size]);
  shapes.set(`${name}.bias`, [out]);
}

function linear(shapes: TensorShapes, name: string, out: number, into: number): void {
  shapes.set(`${name}.weight`, [out, into]);
  shapes.set(`${name}.bias`, [out]);
}

function norm(shapes: TensorShapes, name: string, channels: number): void {
  shapes.set(`${name}.weight`, [channels]);
  shapes.set(`${name}.bias`, [channels]);
}

function residual(shapes: TensorShapes, name: string, into: number, out: number): void {
  norm(shapes, `${name}.norm1`, into);
  conv(shapes, `${name}.conv1`, out, into, 3);
  norm(shapes, `${name}.norm2`, out);
  conv(shapes, `${name}.conv2`, out, out, 3);
  if (into !== out) conv(shapes, `${name}.nin_shortcut`, out, into, 1);
}

function attention(shapes: TensorShapes, name: string, channels: number): void {
  norm(shapes, `${name}.norm`, channels);
  for (const part of ['q', 'k', 'v', 'proj_out']) conv(shapes, `${name}.${part}`, channels, channels, 1);
}

function middle(shapes: TensorShapes, name: string, channels: number, attends: boolean): void {
  residual(shapes, `${name}.block_1`, channels, channels);
  if (attends) attention(shapes, `${name}.attn_1`, channels);
  residual(shapes, `${name}.block_2`, channels, channels);
}
