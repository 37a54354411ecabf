/** Which conditions a model takes: from its stages' shapes, its block size, and the YAML where there is one. */
import { downsampling, type VqganArchitecture } from '../../core/architecture.ts';
import type { ConditionKind } from '../../core/settings.ts';
import type { Conditioning } from '../manifest.ts';
import type { InferredStage } from './inferVqgan.ts';
import type { InferredTransformer } from './inferTransformer.ts';
import type { ReferenceConfig } from './referenceConfig.ts';

export interface Conditionings {
  readonly list: readonly Conditioning[];
  readonly warnings: readonly string[];
}

export function conditioningsOf(
  imageStage: VqganArchitecture | null,
  conditionStage: InferredStage | null,
  transformer: InferredTransformer | null,
  config: ReferenceConfig | null,
): Conditionings {
  if (conditionStage) {
    const { architecture, tokenOffset } = conditionStage;
    return one({ kind: stageKind(architecture, config), stage: architecture, tokenOffset });
  }
  if (!transformer) return { list: [], warnings: [] };
  const { vocabulary, blockSize } = transformer.architecture;
  return fromConfig(imageStage, vocabulary, config) ?? fromBlock(imageStage, vocabulary, blockSize);
}

/** Labels, depth (1 channel), or 3 channels: edges where the YAML mentions them, else low resolution. */
function stageKind(stage: VqganArchitecture, config: ReferenceConfig | null): ConditionKind {
  if (stage.segmentation) return 'segmentation';
  if (stage.inChannels === 1) return 'depth';
  const named = `${config?.conditionKey} ${config?.conditionStage?.imageKey}`;
  if (/depth/i.test(named)) return 'depth';
  return /edge|canny/i.test(`${named} ${config?.text}`) ? 'edges' : 'low-resolution';
}

function fromConfig(
  imageStage: VqganArchitecture | null,
  vocabulary: number,
  config: ReferenceConfig | null,
): Conditionings | undefined {
  if (!config) return undefined;
  const { target = '', params = {} } = config.conditionStage ?? {};
  if (config.unconditional || target === 'SOSProvider') {
    const token = params.sos_token ?? config.sosToken;
    return one({ kind: 'none', stage: { type: 'sos', token }, tokenOffset: 0 });
  }
  if (target === 'Labelator') {
    return one({
      kind: 'class',
      stage: { type: 'class', classes: params.n_classes ?? vocabulary },
      tokenOffset: 0,
    });
  }
  if (target === 'CoordStage') {
    const codes = params.n_embed ?? vocabulary;
    const factor = params.down_factor ?? factorOf(imageStage);
    return one({ kind: 'coordinates', stage: { type: 'coordinates', codes, factor }, tokenOffset: 0 });
  }
  if (target === 'DummyCondStage') {
    if (/pose|keypoint/i.test(config.conditionKey)) return one({ kind: 'pose', stage: null, tokenOffset: 0 });
    return none(`the condition "${config.conditionKey}" is a list of tokens that Tessera cannot make`);
  }
  return undefined;
}

/**
 * Without a stage and a YAML only the block size speaks: a prefix of one token fits n x n cells into a block
 * of n^2 (class or unconditional, which look the same), a spatial condition into 2 n^2.
 */
function fromBlock(
  imageStage: VqganArchitecture | null,
  vocabulary: number,
  blockSize: number,
): Conditionings {
  if (Number.isInteger(Math.sqrt(blockSize))) {
    return {
      list: [
        { kind: 'class', stage: { type: 'class', classes: vocabulary }, tokenOffset: 0 },
        { kind: 'none', stage: { type: 'sos', token: 0 }, tokenOffset: 0 },
      ],
      warnings: [
        'class-conditional and unconditional models look the same without their YAML: both are offered',
      ],
    };
  }
  if (Number.isInteger(Math.sqrt(blockSize / 2))) {
    const stage = { type: 'coordinates', codes: vocabulary, factor: factorOf(imageStage) } as const;
    return {
      list: [{ kind: 'coordinates', stage, tokenOffset: 0 }],
      warnings: [
        `no condition stage and a block of ${blockSize}: taken as conditioned on coordinates with ${vocabulary} values; ` +
          'a YAML file would say for sure, --condition-stage adds a stage',
      ],
    };
  }
  return none(`a block of ${blockSize} fits no known condition: only logits can be computed`);
}

function factorOf(imageStage: VqganArchitecture | null): number {
  return imageStage ? downsampling(imageStage) : 16;
}

function one(conditioning: Conditioning): Conditionings {
  return { list: [conditioning], warnings: [] };
}

function none(warning: string): Conditionings {
  return { list: [], warnings: [warning] };
}
