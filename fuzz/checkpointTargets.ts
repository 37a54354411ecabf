import { memoryBytes } from '../src/checkpoint/bytes.ts';
import { elementCount } from '../src/checkpoint/dtypes.ts';
import { inferArchitecture } from '../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../src/checkpoint/infer/referenceConfig.ts';
import { parseManifest } from '../src/checkpoint/manifestSchema.ts';
import { openTensors } from '../src/checkpoint/openTensors.ts';
import { unpickle } from '../src/checkpoint/pickle/unpickle.ts';
import { encodeSafetensors } from '../src/checkpoint/safetensors/writeSafetensors.ts';
import { TesseraError } from '../src/core/errors.ts';
import {
  checkpointPickle,
  type CheckpointSpec,
  legacyFile,
  zipEntries,
  zipFile,
} from '../tests/checkpoint/support/torchWriter.ts';
import { mutateBytes, mutateJson } from './mutate.ts';
import type { Target } from './target.ts';

const SPEC: CheckpointSpec = {
  storages: [
    { key: '0', dtype: 'f32', elements: 24 },
    { key: '1', dtype: 'f16', elements: 6 },
    { key: '2', dtype: 'i64', elements: 3 },
  ],
  tensors: [
    { name: 'transformer.pos_emb', storage: '0', shape: [1, 4, 6] },
    { name: 'view', storage: '0', shape: [4, 2], stride: [1, 8], offset: 1 },
    { name: 'half', storage: '1', shape: [2, 3], parameter: true },
    { name: 'count', storage: '2', shape: [] },
  ],
  optimizer: [{ name: 'exp_avg', storage: '1', shape: [6] }],
  extra: (p) =>
    p
      .text('callbacks')
      .dict(() => p.global('pl.callbacks', 'Checkpoint').list(() => p.int(1).long(1n << 60n))),
};
const DATA = new Map([
  ['0', new Uint8Array(Float32Array.from({ length: 24 }, (_, i) => i / 3).buffer)],
  ['1', new Uint8Array(Uint16Array.from({ length: 6 }, (_, i) => 0x3c00 + i).buffer)],
  ['2', new Uint8Array(BigInt64Array.of(1n, 2n, 3n).buffer)],
]);

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
const OTHERS = zipEntries(SPEC, DATA).slice(1);

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
      zipFile(zipEntries(SPEC, DATA)),
      zipFile(zipEntries(SPEC, DATA), { zip64: true, align: true }),
    ],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: readTensors,
  },
  {
    name: 'checkpoint-legacy',
    seeds: () => [legacyFile(SPEC, DATA)],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: readTensors,
  },
  {
    // Through a container most damage ends at its checksums; this reaches the interpreter.
    name: 'pickle',
    seeds: () => [checkpointPickle(SPEC, false), checkpointPickle(SPEC, true)],
    mutate: (input, dice, other) => mutateBytes(input, dice, other),
    read: (input) => unpickle(input),
  },
  {
    name: 'pickle-in-checkpoint',
    seeds: () => [checkpointPickle(SPEC, false)],
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
