import { memoryBytes } from '../src/checkpoint/bytes.ts';
import { elementCount } from '../src/checkpoint/dtypes.ts';
import { inferArchitecture } from '../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../src/checkpoint/infer/referenceConfig.ts';
import { parseManifest } from '../src/checkpoint/manifestSchema.ts';
import { openTensors } from '../src/checkpoint/openTensors.ts';
import { unpickle } from '../src/checkpoint/pickle/unpickle.ts';
import { encodeSafetensors } from '../src/checkpoint/safetensors/writeSafetensors.ts';
import { TesseraError } from '../src/core/errors.ts';
import { SMALL_CHECKPOINT, SMALL_STORAGES } from '../tests/checkpoint/support/smallCheckpoint.ts';
import {
  checkpointPickle,
  legacyFile,
  zipEntries,
  zipFile,
} from '../tests/checkpoint/support/torchWriter.ts';
import { mutateBytes, mutateJson } from './mutate.ts';
import type { Target } from './target.ts';

const text = (value: string) => new TextEncoder().encode(value);
const words = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function readTensors(bytes: Uint8Array): Promise<void> {
  const { source } = await openTensors(memoryBytes(bytes));
  for (const [name, { shape }] of source.tensors) {
    const values = await source.readFloat32(name);
    if (values.length !== elementCount(shape)) throw new Error(`${name}: ${values.length} values`);
  }
  await inferArchitecture(source, null).catch((error: unknown) => {
    if (!(error instanceof TesseraError)) throw error; // these few tensors are no model
  });
}

const MANIFEST = {
  format: 'tessera-model',
  version: 1,
  id: 'a',
  name: '',
  description: '',
  license: '',
  source: '',
  trainedOn: '',
  imageStage: null,
  conditioning: [
    {
      kind: 'segmentation',
      stage: null,
      tokenOffset: 0,
      labels: [{ id: 0, name: 'sky', color: '#00aaff' }],
    },
    { kind: 'none', stage: { type: 'sos', token: 0 }, tokenOffset: 0 },
  ],
  transformer: { layers: 1, heads: 1, width: 1, vocabulary: 1, blockSize: 1, unmasked: 0 },
  files: [{ path: 'a.safetensors', bytes: 1, sha256: 'a'.repeat(64) }],
  dtype: 'f32',
};
const YAML =
  'model:\n  target: a.B\n  params:\n    sos_token: 0\n    transformer_config: &t\n      params: {n_head: 16, n_layer: 24}\n    cond_stage_config: *t\n    list:\n      - 1\n      - "x"\n';
const OTHERS = zipEntries(SMALL_CHECKPOINT, SMALL_STORAGES).slice(1);

/** Readers of weights and of what describes them. */
export const CHECKPOINT_TARGETS: readonly Target[] = [
  {
    name: 'safetensors',
    seeds: () => [
      encodeSafetensors([
        { name: 'a', dtype: 'f32', shape: [2, 3], bytes: new Uint8Array(24).fill(1) },
        { name: 'b', dtype: 'i64', shape: [], bytes: new Uint8Array(8) },
        { name: 'c', dtype: 'f16', shape: [0, 7], bytes: new Uint8Array(0) },
        { name: 'd', dtype: 'bool', shape: [5], bytes: new Uint8Array(5) },
      ]),
    ],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: readTensors,
  },
  {
    name: 'checkpoint-zip',
    seeds: () => [
      zipFile(zipEntries(SMALL_CHECKPOINT, SMALL_STORAGES)),
      zipFile(zipEntries(SMALL_CHECKPOINT, SMALL_STORAGES), { zip64: true, align: true }),
    ],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: readTensors,
  },
  {
    name: 'checkpoint-legacy',
    seeds: () => [legacyFile(SMALL_CHECKPOINT, SMALL_STORAGES)],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: readTensors,
  },
  {
    // Through a container most damage ends at its checksums; this reaches the interpreter.
    name: 'pickle',
    seeds: () => [checkpointPickle(SMALL_CHECKPOINT, false), checkpointPickle(SMALL_CHECKPOINT, true)],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => unpickle(input),
  },
  {
    name: 'pickle-in-checkpoint',
    seeds: () => [checkpointPickle(SMALL_CHECKPOINT, false)],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => readTensors(zipFile([{ name: 'archive/data.pkl', bytes: input }, ...OTHERS])),
  },
  {
    name: 'manifest',
    seeds: () => [text(JSON.stringify(MANIFEST))],
    mutate: (input, dice, other) =>
      dice.roll(4) === 0 ? mutateBytes(input, dice, other) : text(mutateJson(safeJson(input), dice)),
    read: (input) => parseManifest(input),
  },
  {
    name: 'config-yaml',
    seeds: () => [text(YAML)],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => parseReferenceConfig(words(input)),
  },
];

/** A corpus may hold texts that are no JSON; those are damaged as the seed is. */
function safeJson(input: Uint8Array): string {
  try {
    JSON.parse(words(input));
    return words(input);
  } catch {
    return JSON.stringify(MANIFEST);
  }
}
