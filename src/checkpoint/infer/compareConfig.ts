/** Where the YAML and the tensors disagree. Shapes win: they are what runs. */
import type { VqganArchitecture } from '../../core/architecture.ts';
import type { InferredTransformer } from './inferTransformer.ts';
import type { ReferenceConfig, StageConfig } from './referenceConfig.ts';

export function compareTransformer(inferred: InferredTransformer, config: ReferenceConfig): string[] {
  const said = config.transformer;
  if (!said) return [];
  const a = inferred.architecture;
  return disagreements('transformer', [
    ['n_layer', said.n_layer, a.layers],
    ['n_embd', said.n_embd, a.width],
    ['vocab_size', said.vocab_size, a.vocabulary],
    ['block_size', said.block_size, a.blockSize],
    ['n_unmasked', said.n_unmasked, a.unmasked],
  ]);
}

export function compareStage(title: string, a: VqganArchitecture, said: StageConfig | null): string[] {
  if (!said) return [];
  const { ddconfig, params } = said;
  const label = /Segmentation/.test(said.target) ? params.n_labels : undefined;
  return disagreements(title, [
    ['ch', ddconfig.ch, a.channels],
    ['ch_mult', said.multipliers?.join(','), a.multipliers.join(',')],
    ['num_res_blocks', ddconfig.num_res_blocks, a.residualBlocks],
    ['in_channels', ddconfig.in_channels, a.inChannels],
    ['out_ch', ddconfig.out_ch, a.outChannels],
    ['z_channels', ddconfig.z_channels, a.zChannels],
    ['n_embed', params.n_embed, a.codes],
    ['embed_dim', params.embed_dim, a.embedDim],
    ['n_labels', label, a.inChannels],
    ['attention levels', attentionSaid(said), attentionLevels(a.encoderAttention)],
  ]);
}

/** The levels whose running resolution is in `attn_resolutions` (reference section 1.2). */
function attentionSaid(said: StageConfig): string | undefined {
  const { resolution } = said.ddconfig;
  if (!said.attention || !said.multipliers || resolution === undefined) return undefined;
  const levels = said.multipliers.map((_, level) =>
    said.attention?.includes(Math.floor(resolution / 2 ** level)),
  );
  return attentionLevels(levels);
}

function attentionLevels(levels: readonly (boolean | undefined)[]): string {
  return levels.flatMap((attends, level) => (attends ? [level] : [])).join(',');
}

type Pair = readonly [name: string, said: number | string | undefined, found: number | string];

function disagreements(title: string, pairs: readonly Pair[]): string[] {
  return pairs
    .filter(([, said, found]) => said !== undefined && said !== found)
    .map(
      ([name, said, found]) =>
        `${title}: the YAML says ${name} ${said}, the weights say ${found}; the weights are used`,
    );
}
