/**
 * Writes a checkpoint with the exact keys and shapes of the published S-FLCKR model (305 M transformer, both
 * VQGANs, masks, Adam state: 4.26 GB, legacy container) and random weights, to measure conversion.
 *
 *   npx tsx scripts/syntheticCheckpoint.ts --out FILE [--layers 24] [--no-adam]
 */
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { transformerTensors, vqganTensors } from '../src/checkpoint/infer/networkTensors.ts';
import {
  type CheckpointSpec,
  legacyHead,
  type StorageSpec,
  type TensorSpec,
  uint,
} from '../tests/checkpoint/support/torchWriter.ts';
import { PUBLISHED_VQGAN } from '../tests/support/publishedVqgan.ts';

const BLOCK = 512;

const { values: flags } = parseArgs({
  options: {
    out: { type: 'string' },
    layers: { type: 'string', default: '24' },
    'no-adam': { type: 'boolean' },
  },
});
if (!flags.out) throw new Error('--out FILE is needed');
const file = await open(flags.out, 'w');

const storages: StorageSpec[] = [];
const add = (name: string, shape: readonly number[]): TensorSpec => {
  // torch lists storages by sorted key
  const key = String(100_000 + storages.length);
  storages.push({ key, dtype: 'f32', elements: shape.reduce((product, size) => product * size, 1) });
  return { name, storage: key, shape };
};

const tensors: TensorSpec[] = [];
const masks = new Set<string>();
const optimizer: TensorSpec[] = [];
const labels = { ...PUBLISHED_VQGAN, inChannels: 182, outChannels: 182, segmentation: true };
for (const [prefix, stage] of [
  ['first_stage_model.', PUBLISHED_VQGAN],
  ['cond_stage_model.', labels],
] as const) {
  for (const [name, shape] of vqganTensors(stage)) tensors.push(add(prefix + name, shape));
}
const gpt = { layers: Number(flags.layers), width: 1024, vocabulary: 1024, blockSize: BLOCK, unmasked: 0 };
for (const [name, shape] of transformerTensors(gpt)) tensors.push(add(`transformer.${name}`, shape));
for (let layer = 0; layer < gpt.layers; layer++) {
  const mask = add(`transformer.blocks.${layer}.attn.mask`, [1, 1, BLOCK, BLOCK]);
  masks.add(mask.storage);
  tensors.push(mask);
}
if (!flags['no-adam']) {
  let parameter = 0;
  for (const [, shape] of transformerTensors(gpt)) {
    optimizer.push(add(`${parameter}.exp_avg`, shape), add(`${parameter}.exp_avg_sq`, shape));
    parameter++;
  }
}

const noise = Buffer.from(Float32Array.from({ length: 2 ** 20 }, () => (Math.random() - 0.5) / 16).buffer);
const mask = Buffer.from(
  Float32Array.from({ length: BLOCK * BLOCK }, (_, i) => (i % BLOCK <= Math.floor(i / BLOCK) ? 1 : 0)).buffer,
);
const spec: CheckpointSpec = { storages, tensors, optimizer };
await file.write(legacyHead(spec));
for (const { key, elements } of storages) {
  await file.write(uint(elements, 8));
  const source = masks.has(key) ? mask : noise;
  for (let left = 4 * elements; left > 0; left -= source.length) {
    await file.write(source, 0, Math.min(left, source.length));
  }
}
await file.close();
console.log(`${flags.out}: ${storages.length} storages, ${tensors.length} tensors in the state dict`);
