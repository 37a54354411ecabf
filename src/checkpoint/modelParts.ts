/**
 * A model folder's files are grouped by what needs them, so that a page that only decodes never fetches an
 * encoder. Tensors keep the reference's key names after `imageStage.`, `conditioning.<i>.`, `transformer.`.
 */
import { elementCount } from './dtypes.ts';
import type { Manifest } from './manifest.ts';
import { type TensorShapes, transformerTensors, vqganTensors } from './infer/networkTensors.ts';

type Networks = Pick<Manifest, 'imageStage' | 'conditioning' | 'transformer'>;

export type ModelPart =
  | 'image-encoder'
  | 'image-decoder'
  | 'transformer'
  | `conditioning-${number}-encoder`
  | `conditioning-${number}-decoder`;

/** The part a file belongs to, from its name: `image-decoder-001.safetensors` -> `image-decoder`. */
export function partOfFile(path: string): string {
  return path.replace(/(-\d+)?\.[a-z]+$/, '');
}

/**
 * The part of a tensor of the folder. The image codebook goes with the decoder, which every use needs; a
 * condition's codebook goes with its encoder, since conditions are rarely decoded.
 */
export function partOfTensor(name: string): ModelPart {
  if (name.startsWith('transformer.')) return 'transformer';
  const condition = /^conditioning\.(\d+)\.(.*)$/.exec(name);
  if (!condition) {
    return /^imageStage\.(encoder|quant_conv)\./.test(name) ? 'image-encoder' : 'image-decoder';
  }
  const side = /^(encoder|quant_conv|quantize)\./.test(condition[2]) ? 'encoder' : 'decoder';
  return `conditioning-${Number(condition[1])}-${side}`;
}

/** Conditions are read, never drawn: the decoder of their stage may be missing from a folder as a whole. */
export function isConditionDecoder(part: ModelPart): boolean {
  return /^conditioning-\d+-decoder$/.test(part);
}

/** Elements of all weights, as the architectures say. */
export function parameterCount(manifest: Networks): number {
  return [...tensorsOf(manifest).values()].reduce((sum, shape) => sum + elementCount(shape), 0);
}

/** Every tensor that a folder with this manifest holds, with its shape. */
export function tensorsOf(manifest: Networks): TensorShapes {
  const all: TensorShapes = new Map();
  const add = (prefix: string, shapes: TensorShapes): void => {
    for (const [name, shape] of shapes) all.set(prefix + name, shape);
  };
  if (manifest.imageStage) add('imageStage.', vqganTensors(manifest.imageStage));
  manifest.conditioning.forEach(({ stage }, i) => {
    if (stage?.type === 'vqgan') add(`conditioning.${i}.`, vqganTensors(stage));
  });
  if (manifest.transformer) add('transformer.', transformerTensors(manifest.transformer));
  return all;
}
