/** What the reference's YAML files say about a model (`model.params` of a Lightning project). */
import { parse } from 'yaml';
import { TesseraError } from '../../core/errors.ts';

export interface StageConfig {
  /** Last part of `target`, such as `VQSegmentationModel` or `CoordStage`. */
  readonly target: string;
  readonly params: Readonly<Record<string, number>>;
  readonly ddconfig: Readonly<Record<string, number>>;
  readonly multipliers: readonly number[] | null;
  /** Resolutions with attention blocks (`attn_resolutions`). */
  readonly attention: readonly number[] | null;
  readonly imageKey: string;
}

export interface ReferenceConfig {
  /** `n_layer`, `n_head`, `n_embd`, `vocab_size`, `block_size`, `n_unmasked`; null without a transformer. */
  readonly transformer: Readonly<Record<string, number>> | null;
  readonly imageStage: StageConfig | null;
  readonly conditionStage: StageConfig | null;
  /** `__is_first_stage__`: the image stage also tokenises the condition. */
  readonly conditionIsImageStage: boolean;
  readonly unconditional: boolean;
  readonly conditionKey: string;
  /** Class name of the permuter; `Identity` when absent. */
  readonly permuter: string;
  readonly sosToken: number;
  /** The whole text, where the data section may name edges. */
  readonly text: string;
}

const MAX_BYTES = 2 ** 20;

/** @throws TesseraError `config-invalid` */
export function parseReferenceConfig(text: string): ReferenceConfig {
  if (text.length > MAX_BYTES) throw invalid(`it is ${text.length} bytes long`);
  let root: unknown;
  try {
    root = parse(text, { maxAliasCount: 50, schema: 'core', logLevel: 'silent' });
  } catch (error) {
    throw invalid((error as Error).message.split('\n')[0]);
  }
  const model = field(root, 'model') ?? root;
  const params = field(model, 'params');
  if (params === undefined) throw invalid('it has no model.params');
  const transformer = field(field(params, 'transformer_config'), 'params');
  const condition = field(params, 'cond_stage_config');
  const alone = field(params, 'ddconfig') !== undefined;
  return {
    transformer: transformer === undefined ? null : numbers(transformer),
    imageStage: alone ? stage(model) : stage(field(params, 'first_stage_config')),
    conditionStage: stage(condition),
    conditionIsImageStage: condition === '__is_first_stage__',
    unconditional: field(params, 'unconditional') === true || condition === '__is_unconditional__',
    conditionKey: string(field(params, 'cond_stage_key')),
    permuter: className(field(params, 'permuter_config')) || 'Identity',
    sosToken: numbers(params).sos_token ?? 0,
    text,
  };
}

function stage(config: unknown): StageConfig | null {
  if (config === undefined || typeof config !== 'object') return null;
  const params = field(config, 'params');
  const ddconfig = field(params, 'ddconfig');
  return {
    target: className(config),
    params: numbers(params),
    ddconfig: numbers(ddconfig),
    multipliers: numberList(field(ddconfig, 'ch_mult')),
    attention: numberList(field(ddconfig, 'attn_resolutions')),
    imageKey: string(field(params, 'image_key')),
  };
}

/** An own property of a parsed mapping; never one of a prototype. */
function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found = (value as Record<string, unknown>)[key];
  return found === null ? undefined : found;
}

function numbers(value: unknown): Readonly<Record<string, number>> {
  const result: Record<string, number> = {};
  if (typeof value !== 'object' || value === null) return result;
  for (const [key, item] of Object.entries(value)) {
    if (/^[a-z_]{1,40}$/.test(key) && typeof item === 'number' && Number.isFinite(item)) result[key] = item;
  }
  return result;
}

function numberList(value: unknown): number[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : null;
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function className(config: unknown): string {
  return string(field(config, 'target')).split('.').at(-1) ?? '';
}

function invalid(what: string): TesseraError {
  return new TesseraError(
    'config-invalid',
    `the YAML file is not a model configuration: ${what}`,
    'give the YAML file that came with the checkpoint',
  );
}
