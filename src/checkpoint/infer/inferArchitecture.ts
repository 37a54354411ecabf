/** A model from the names and shapes of its tensors, with the YAML's help where shapes say nothing. */
import { TesseraError } from '../../core/errors.ts';
import { DTYPE_BYTES, elementCount } from '../dtypes.ts';
import { type TensorSource, withPrefix } from '../tensorSource.ts';
import { compareStage, compareTransformer } from './compareConfig.ts';
import { asReferenceNames, isDiffusers } from './diffusersNames.ts';
import { type FurtherCondition, furtherIntegers, inferFurther } from './furtherConditions.ts';
import { inferTransformer, type InferredTransformer } from './inferTransformer.ts';
import { type InferredStage, inferVqgan } from './inferVqgan.ts';
import { transformerTensors, vqganTensors } from './networkTensors.ts';
import type { ReferenceConfig } from './referenceConfig.ts';

export interface Ignored {
  readonly what: string;
  readonly tensors: number;
  readonly bytes: number;
}

export interface InferredModel {
  readonly imageStage: InferredStage | null;
  readonly conditionStage: InferredStage | null;
  /** Conditions of our own checkpoints beside that stage; empty for those of the reference. */
  readonly further: readonly FurtherCondition[];
  readonly transformer: InferredTransformer | null;
  /** Order of the z sequence, `out[t] = in[permuter[t]]`; absent when row-major. */
  readonly permuter?: readonly number[];
  /** Training-only tensors, by kind. */
  readonly ignored: readonly Ignored[];
  readonly warnings: readonly string[];
}

/**
 * @throws TesseraError `architecture-unknown` when nothing is recognised, `tensor-missing` and
 *   `tensor-shape` naming the tensor, `mask-unknown`
 */
export async function inferArchitecture(
  tensors: TensorSource,
  config: ReferenceConfig | null,
): Promise<InferredModel> {
  const source = isDiffusers(tensors) ? asReferenceNames(tensors) : tensors;
  const has = (start: string): boolean => [...source.tensors.keys()].some((name) => name.startsWith(start));
  const stage = async (prefix: string): Promise<InferredStage | null> =>
    has(`${prefix}encoder.`) || has(`${prefix}decoder.`)
      ? inferVqgan(withPrefix(source, prefix), prefix)
      : null;

  const nested = has('first_stage_model.');
  const imagePrefix = nested ? 'first_stage_model.' : '';
  const gptPrefix = has('transformer.') ? 'transformer.' : '';
  const imageStage = await stage(imagePrefix);
  const ownCondition = await stage('cond_stage_model.');
  const further = await inferFurther(source);
  const transformer =
    gptPrefix || has('tok_emb.') ? await inferTransformer(withPrefix(source, gptPrefix), gptPrefix) : null;
  if (!imageStage && !ownCondition && further.length === 0 && !transformer) throw nothingKnown(source);

  const conditionStage = ownCondition ?? (config?.conditionIsImageStage ? imageStage : null);
  const used = new Set<string>();
  if (imageStage) addNames(used, imagePrefix, vqganTensors(imageStage.architecture).keys());
  if (ownCondition) addNames(used, 'cond_stage_model.', vqganTensors(ownCondition.architecture).keys());
  for (const { inferred } of further) {
    if (inferred) addNames(used, inferred.prefix, vqganTensors(inferred.architecture).keys());
  }
  if (further.length > 0) addNames(used, '', furtherIntegers());
  if (transformer) addNames(used, gptPrefix, transformerTensors(transformer.architecture).keys());
  const { ignored, unknown } = leftovers(source, used);
  const permuter = await readPermuter(source);
  return {
    imageStage,
    conditionStage,
    further,
    transformer,
    ...(permuter && { permuter }),
    ignored,
    warnings: [
      ...unknownWarning(unknown),
      ...(config ? disagreements(imageStage, conditionStage, transformer, permuter, config) : []),
    ],
  };
}

function disagreements(
  imageStage: InferredStage | null,
  conditionStage: InferredStage | null,
  transformer: InferredTransformer | null,
  permuter: readonly number[] | undefined,
  config: ReferenceConfig,
): string[] {
  const warnings = transformer ? compareTransformer(transformer, config) : [];
  if (imageStage) warnings.push(...compareStage('image stage', imageStage.architecture, config.imageStage));
  if (conditionStage && !config.conditionIsImageStage) {
    warnings.push(...compareStage('condition stage', conditionStage.architecture, config.conditionStage));
  }
  if (config.permuter !== 'Identity' && !permuter && transformer) {
    warnings.push(
      `the YAML names the permuter ${config.permuter}, but the file has no permuter buffers: row-major is used`,
    );
  }
  return warnings;
}

function addNames(into: Set<string>, prefix: string, names: Iterable<string>): void {
  for (const name of names) into.add(prefix + name);
}

/** Kinds of tensors that a sound file may hold beside the weights, with the first pattern that fits winning. */
const BESIDES: readonly (readonly [what: string | null, pattern: RegExp])[] = [
  [
    'training losses (discriminator, perceptual network)',
    /^(first_stage_model\.|cond_stage_model\.|cond_stages\.[a-z-]+\.)?loss\./,
  ],
  [
    'averaged copies of the weights (model_ema)',
    /^(first_stage_model\.|cond_stage_model\.|cond_stages\.[a-z-]+\.)?model_ema\./,
  ],
  ['causal masks', /\.attn\.mask$/],
  ['codebook averages of training', /quantize\.(cluster_size|embed_avg)$/],
  // read by the inference itself
  [null, /(^|\.)(colorize|patch|token_offset|quantize\.used)$/],
  [null, /^permuter\.(forward|backward)_shuffle_idx$/],
];

function leftovers(
  source: TensorSource,
  used: ReadonlySet<string>,
): { ignored: Ignored[]; unknown: string[] } {
  const counts = new Map<string, Ignored>();
  const unknown: string[] = [];
  for (const info of source.tensors.values()) {
    if (used.has(info.name)) continue;
    const kind = BESIDES.find(([, pattern]) => pattern.test(info.name));
    if (!kind) unknown.push(info.name);
    if (!kind?.[0]) continue;
    const [what] = kind;
    const before = counts.get(what) ?? { what, tensors: 0, bytes: 0 };
    const bytes = before.bytes + elementCount(info.shape) * DTYPE_BYTES[info.dtype];
    counts.set(what, { what, tensors: before.tensors + 1, bytes });
  }
  return { ignored: [...counts.values()], unknown };
}

function unknownWarning(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, 8).join(', ');
  const more = unknown.length > 8 ? ` and ${unknown.length - 8} more` : '';
  return [`unknown tensors, not used: ${shown}${more}`];
}

/** The forward table of the permuter's buffers, unless it is the identity. */
async function readPermuter(source: TensorSource): Promise<readonly number[] | undefined> {
  const name = 'permuter.forward_shuffle_idx';
  const info = source.tensors.get(name);
  if (!info) return undefined;
  const table = elementCount(info.shape) <= 65_536 ? await source.readIntegers(name) : [];
  const sorted = table.toSorted((a, b) => a - b);
  if (table.length === 0 || sorted.some((cell, i) => cell !== i)) {
    throw new TesseraError('architecture-unknown', `${name} is not an order of cells`, 'the file is damaged');
  }
  return table.every((cell, i) => cell === i) ? undefined : table;
}

function nothingKnown(source: TensorSource): TesseraError {
  const names = [...source.tensors.keys()].slice(0, 3).join(', ');
  return new TesseraError(
    'architecture-unknown',
    `the file holds neither a VQGAN nor a transformer of this family (its tensors begin with ${names || 'nothing'})`,
    'open a taming-transformers, latent-diffusion VQ or diffusers VQModel file',
  );
}
