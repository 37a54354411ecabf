/**
 * A full checkpoint of a tiny model with random weights: image stage, segmentation stage, transformer. It has the
 * real structure (f = 16, window of 16x16), so it runs through every part of Tessera, quickly.
 */
import { transformerTensors, vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorInfo, TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture, VqganArchitecture } from '../../src/core/architecture.ts';
import { uniform } from '../../src/core/philox.ts';

const CODES = 64;
const CONDITION_CODES = 32;
export const TINY_LABELS = 11;

const IMAGE_STAGE: VqganArchitecture = {
  type: 'vqgan',
  quantizer: 'vector',
  segmentation: false,
  inChannels: 3,
  outChannels: 3,
  channels: 32,
  multipliers: [1, 1],
  residualBlocks: 1,
  encoderAttention: [false, false],
  decoderAttention: [false, false],
  midAttention: true,
  zChannels: 32,
  embedDim: 8,
  codes: CODES,
  patch: 8,
};

const CONDITION_STAGE: VqganArchitecture = {
  ...IMAGE_STAGE,
  segmentation: true,
  inChannels: TINY_LABELS,
  outChannels: TINY_LABELS,
  codes: CONDITION_CODES,
};

const TRANSFORMER: TransformerArchitecture = {
  layers: 2,
  heads: 4,
  width: 32,
  vocabulary: CODES + CONDITION_CODES,
  blockSize: 512,
  unmasked: 0,
};

/** Token offsets and sizes of the further conditions: ids of every kind lie apart, and each kind fills 256 positions. */
export const TINY_CONDITIONS = {
  codes: CONDITION_CODES,
  segmentation: CODES,
  none: 96,
  class: { offset: 97, classes: 5, repeat: 256 },
  depth: 102,
  edges: 134,
  'low-resolution': 166,
  coordinates: { offset: 198, codes: 16 },
  vocabulary: 214,
} as const;

/** Weights are formula-made, so that every machine makes the same model. */
export function tinyCheckpoint(): TensorSource {
  return checkpoint(TRANSFORMER);
}

/** The same with a transformer that serves every kind of condition but poses. */
export function tinyManyCheckpoint(): TensorSource {
  return checkpoint({ ...TRANSFORMER, vocabulary: TINY_CONDITIONS.vocabulary }, (add, addInteger) => {
    for (const kind of ['depth', 'edges', 'low-resolution'] as const) {
      const channels = kind === 'depth' ? 1 : 3;
      const stage = { ...CONDITION_STAGE, segmentation: false, inChannels: channels, outChannels: channels };
      add(`cond_stages.${kind}.`, vqganTensors(stage));
      addInteger(`cond_stages.${kind}.patch`, stage.patch);
      addInteger(`cond_stages.${kind}.token_offset`, TINY_CONDITIONS[kind]);
    }
    const { class: classes, none, coordinates } = TINY_CONDITIONS;
    addInteger('cond_stages.class.classes', classes.classes);
    addInteger('cond_stages.class.repeat', classes.repeat);
    addInteger('cond_stages.class.token_offset', classes.offset);
    addInteger('cond_stages.none.token', none);
    addInteger('cond_stages.none.repeat', classes.repeat);
    addInteger('cond_stages.none.token_offset', 0);
    addInteger('cond_stages.coordinates.codes', coordinates.codes);
    addInteger('cond_stages.coordinates.factor', 16);
    addInteger('cond_stages.coordinates.token_offset', coordinates.offset);
  });
}

/** What ids of the tiny model of poses mean: its poses follow the codes, and no condition the poses. */
export const TINY_POSE = { pose: CODES, none: CODES + CONDITION_CODES, codes: CONDITION_CODES } as const;

/** A transformer that is told a skeleton, or nothing. */
export function tinyPoseCheckpoint(): TensorSource {
  const { pose, none } = TINY_POSE;
  return checkpoint(
    { ...TRANSFORMER, vocabulary: none + 1 },
    (add, addInteger) => {
      const stage = { ...CONDITION_STAGE, segmentation: false, inChannels: 3, outChannels: 3 };
      add('cond_stages.pose.', vqganTensors(stage));
      addInteger('cond_stages.pose.patch', stage.patch);
      addInteger('cond_stages.pose.token_offset', pose);
      addInteger('cond_stages.none.token', none);
      addInteger('cond_stages.none.repeat', 256);
      addInteger('cond_stages.none.token_offset', 0);
    },
    false,
  );
}

type AddShapes = (prefix: string, shapes: ReadonlyMap<string, readonly number[]>) => void;
type AddInteger = (name: string, value: number) => void;

function checkpoint(
  transformer: TransformerArchitecture,
  more?: (add: AddShapes, addInteger: AddInteger) => void,
  hasLabels = true,
): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  const integers = new Map<string, number[]>();
  const add: AddShapes = (prefix, shapes) => {
    for (const [name, shape] of shapes)
      tensors.set(prefix + name, { name: prefix + name, shape, dtype: 'f32' });
  };
  const addInteger: AddInteger = (name, value) => {
    tensors.set(name, { name, shape: [], dtype: 'i64' });
    integers.set(name, [value]);
  };
  add('first_stage_model.', vqganTensors(IMAGE_STAGE));
  if (hasLabels) add('cond_stage_model.', vqganTensors(CONDITION_STAGE));
  add('transformer.', transformerTensors(transformer));
  addInteger('first_stage_model.patch', IMAGE_STAGE.patch);
  if (hasLabels) {
    addInteger('cond_stage_model.patch', CONDITION_STAGE.patch);
    addInteger('cond_stage_model.token_offset', CODES);
  }
  more?.(add, addInteger);
  const numbers = new Map([...tensors.keys()].map((name, k) => [name, k]));
  const values = (name: string) => weights(name, tensors.get(name)?.shape ?? [], numbers.get(name) ?? 0);
  return {
    tensors,
    readFloat32: (name) => Promise.resolve(values(name)),
    readIntegers: (name) => Promise.resolve(integers.get(name) ?? []),
    readBytes: (name) => Promise.resolve(new Uint8Array(values(name).buffer)),
  };
}

function weights(name: string, shape: readonly number[], seed: number): Float32Array {
  const length = shape.reduce((product, n) => product * n, 1);
  const fanIn = Math.max(1, length / shape[0]);
  const isNorm = shape.length === 1 && !name.endsWith('bias');
  const scale = name.endsWith('bias') ? 0.1 : Math.sqrt(3 / fanIn);
  const random = (i: number) => 2 * uniform(seed, i, 1) - 1;
  if (name.endsWith('embedding.weight') || name.endsWith('tok_emb.weight'))
    return Float32Array.from({ length }, (_, i) => random(i));
  return Float32Array.from({ length }, (_, i) => (isNorm ? 1 + 0.1 * random(i) : scale * random(i)));
}
