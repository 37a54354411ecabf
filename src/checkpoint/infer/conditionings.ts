/** Which conditions a model takes: from its stages' shapes, its block size, and the YAML where there is one. */
import { downsampling, type VqganArchitecture } from '../../core/architecture.ts';
import { TesseraError } from '../../core/errors.ts';
import { CONDITION_KINDS, type ConditionKind } from '../../core/settings.ts';
import type { Conditioning } from '../manifest.ts';
import type { FurtherCondition } from './furtherConditions.ts';
import type { InferredStage } from './inferVqgan.ts';
import type { InferredTransformer } from './inferTransformer.ts';
import type { ReferenceConfig } from './referenceConfig.ts';

export interface Conditionings {
  readonly list: readonly Conditioning[];
  readonly warnings: readonly string[];
}

/**
 * @param further of our own checkpoints; they leave nothing to guess, so then neither the YAML nor the block size is asked
 * @throws TesseraError `architecture-unknown` when the file holds two conditions of one kind
 */
export function conditioningsOf(
  imageStage: VqganArchitecture | null,
  conditionStage: InferredStage | null,
  transformer: InferredTransformer | null,
  config: ReferenceConfig | null,
  further: readonly FurtherCondition[] = [],
): Conditionings {
  if (further.length === 0) return ofReference(imageStage, conditionStage, transformer, config);
  const own = conditionStage ? ofReference(imageStage, conditionStage, transformer, config).list : [];
  const list = [...own, ...further.map(({ conditioning }) => conditioning)];
  const place = ({ kind }: Conditioning): number => CONDITION_KINDS.indexOf(kind);
  const sorted = list.toSorted((a, b) => place(a) - place(b));
  const twice = sorted.find(({ kind }, i) => sorted[i + 1]?.kind === kind);
  if (!twice) return { list: sorted, warnings: [] };
  throw new TesseraError(
    'architecture-unknown',
    `the file holds two ${twice.kind} conditions`,
    'export it with one condition of each kind',
  );
}

function ofReference(
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

/** Labels, depth (1 channel), or 3 channels: pose or edges where the YAML mentions them, else low resolution. */
function stageKind(stage: VqganArchitecture, config: ReferenceConfig | null): ConditionKind {
  if (stage.segmentation) return 'segmentation';
  if (stage.inChannels === 1) return 'depth';
  const named = `${config?.conditionKey} ${config?.conditionStage?.imageKey}`;
  if (/depth/i.test(named)) return 'depth';
  if (/pose|keypoint|skeleton/i.test(named)) return 'pose';
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
