import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encode } from 'fast-png';

import { diskFolderWriter, readDiskManifest } from '../../cli/io/diskFolder.ts';
import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { vqganTensors } from '../../src/checkpoint/infer/networkTensors.ts';
import type { TensorInfo, TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { VqganArchitecture } from '../../src/core/architecture.ts';
import { uniform } from '../../src/core/philox.ts';

/** An image stage with as many codes, of as many numbers, as the largest published one, and little else. */
const STAGE: VqganArchitecture = {
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
  midAttention: false,
  zChannels: 32,
  embedDim: 256,
  codes: 16_384,
  patch: 8,
};
const SIDE = 16;
const COLUMNS = 32;

/** Writes a model folder with made-up weights, tiles and usage; every seventh code is unused. */
export async function writeWideModel(folder: string): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  const model = await inferArchitecture(checkpoint(), null);
  const about = { id: 'wide', name: 'Wide', description: '', license: 'MIT', source: '', trainedOn: '' };
  await convert(model, await diskFolderWriter(folder), { dtype: 'f16', heads: 4, about });
  const usage = {
    format: 'tessera-usage',
    version: 1,
    source: 'made-up pictures',
    pictures: 1000,
    codes: STAGE.codes,
    counts: Array.from({ length: STAGE.codes }, (_, code) =>
      code % 7 ? Math.floor(900 * random(2, code)) + 1 : 0,
    ),
  };
  const extra = { 'codes.png': tiles(), 'usage.json': Buffer.from(JSON.stringify(usage)) };
  const manifest = await readDiskManifest(folder);
  const files = Object.entries(extra).map(([path, bytes]) => ({
    path,
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const shipped = {
    ...manifest,
    tiles: 'codes.png',
    usage: 'usage.json',
    files: [...manifest.files, ...files],
  };
  for (const [path, bytes] of Object.entries(extra)) await writeFile(join(folder, path), bytes);
  await writeFile(join(folder, 'model.json'), JSON.stringify(shipped));
  return STAGE.codes;
}

const random = (seed: number, i: number) => uniform(seed, i, 0);

function checkpoint(): TensorSource {
  const tensors = new Map<string, TensorInfo>();
  for (const [key, shape] of vqganTensors(STAGE)) {
    const name = `first_stage_model.${key}`;
    tensors.set(name, { name, shape, dtype: 'f32' });
  }
  const patch = 'first_stage_model.patch';
  tensors.set(patch, { name: patch, shape: [], dtype: 'i64' });
  const values = (name: string) => {
    const length = (tensors.get(name)?.shape ?? []).reduce((product, n) => product * n, 1);
    return Float32Array.from({ length }, (_, i) => (random(name.length, i) - 0.5) / 4);
  };
  return {
    tensors,
    readFloat32: (name) => Promise.resolve(values(name)),
    readIntegers: (name) => Promise.resolve(name === patch ? [STAGE.patch] : []),
    readBytes: (name) => Promise.resolve(new Uint8Array(values(name).buffer)),
  };
}

/** A tile of noise around a colour of its own for every code. */
function tiles(): Uint8Array {
  const width = COLUMNS * SIDE;
  const height = (STAGE.codes / COLUMNS) * SIDE;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    const code = Math.floor(pixel / width / SIDE) * COLUMNS + Math.floor((pixel % width) / SIDE);
    data[i] = 200 * random(i % 3, code) + ((pixel * 7919) % 56);
  }
  return encode({ width, height, channels: 3, depth: 8, data });
}
