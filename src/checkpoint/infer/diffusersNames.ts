/** diffusers' VQModel: the same network under other names (reference section 9.6). */
import { tensorSource } from '../readers.ts';
import type { TensorInfo, TensorSource } from '../tensorSource.ts';

export function isDiffusers(source: TensorSource): boolean {
  for (const name of source.tensors.keys()) if (name.startsWith('encoder.down_blocks.')) return true;
  return false;
}

/** The source seen under the reference's names; Linear attention weights become 1x1 convolutions. */
export function asReferenceNames(source: TensorSource): TensorSource {
  const levels = decoderLevels(source);
  const original = new Map<string, string>();
  const tensors = new Map<string, TensorInfo>();
  for (const info of source.tensors.values()) {
    const name = referenceName(info.name, levels);
    const linear = /\.(q|k|v|proj_out)\.weight$/.test(name) && info.shape.length === 2;
    tensors.set(name, { ...info, name, shape: linear ? [...info.shape, 1, 1] : info.shape });
    original.set(name, info.name);
  }
  return tensorSource(tensors, (info) => source.readBytes(original.get(info.name) as string));
}

function decoderLevels(source: TensorSource): number {
  let levels = 0;
  for (const name of source.tensors.keys()) {
    const level = /^decoder\.up_blocks\.(\d{1,2})\./.exec(name)?.[1];
    if (level !== undefined) levels = Math.max(levels, Number(level) + 1);
  }
  return levels;
}

const ATTENTION: Readonly<Record<string, string>> = {
  group_norm: 'norm',
  query: 'q',
  key: 'k',
  value: 'v',
  proj_attn: 'proj_out',
  to_q: 'q',
  to_k: 'k',
  to_v: 'v',
  'to_out.0': 'proj_out',
};

function referenceName(name: string, levels: number): string {
  return name
    .replace(/^encoder\.down_blocks\.(\d+)\./, 'encoder.down.$1.')
    .replace(
      /^decoder\.up_blocks\.(\d+)\./,
      (_, level: string) => `decoder.up.${levels - 1 - Number(level)}.`,
    )
    .replace(/\.mid_block\.resnets\.(\d)\./, (_, block: string) => `.mid.block_${Number(block) + 1}.`)
    .replace(/\.mid_block\.attentions\.0\./, '.mid.attn_1.')
    .replace(/\.resnets\.(\d+)\./, '.block.$1.')
    .replace(/\.attentions\.(\d+)\./, '.attn.$1.')
    .replace(/\.conv_shortcut\./, '.nin_shortcut.')
    .replace(/\.(down|up)samplers\.0\.conv\./, '.$1sample.conv.')
    .replace(/\.conv_norm_out\./, '.norm_out.')
    .replace(
      /(\.attn(?:\.\d+|_1)\.)(group_norm|query|key|value|proj_attn|to_q|to_k|to_v|to_out\.0)\./,
      (_, before: string, part: string) => `${before}${ATTENTION[part]}.`,
    );
}
