// Decodes the tile of every code of a model and ships it in its folder: tsx scripts/makeTiles.ts models/landscapes
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encode } from 'fast-png';

import type { Manifest } from '../src/checkpoint/manifest.ts';
import { parseManifest } from '../src/checkpoint/manifestSchema.ts';
import { startBackend } from '../src/networks/tf.ts';
import { LoadedModel } from '../src/runtime/model.ts';
import { decodeTiles } from '../src/runtime/tiles.ts';

const TILES = 'codes.png';

async function main(folder: string): Promise<void> {
  await startBackend('wasm');
  const manifest = parseManifest(await readFile(join(folder, 'model.json')));
  const model = new LoadedModel(manifest, (file) => readFile(join(folder, file.path)));
  const atlas = await decodeTiles(await model.decoder(), (share) => {
    process.stderr.write(`\r${Math.round(share * 100)} %`);
  });
  const rgb = new Uint8Array(atlas.width * atlas.height * 3);
  for (let pixel = 0; pixel < atlas.width * atlas.height; pixel++) {
    rgb.set(atlas.rgba.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  }
  const png = encode({ width: atlas.width, height: atlas.height, channels: 3, depth: 8, data: rgb });
  const file = {
    path: TILES,
    bytes: png.byteLength,
    sha256: createHash('sha256').update(png).digest('hex'),
  };
  const files = [...manifest.files.filter(({ path }) => path !== TILES), file];
  const shipped: Manifest = { ...manifest, tiles: TILES, files };
  await writeFile(join(folder, TILES), png);
  await writeFile(join(folder, 'model.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  console.log(`\n${TILES}: ${atlas.count} tiles, ${png.byteLength} bytes`);
}

const folder = process.argv[2];
if (!folder) throw new Error('usage: tsx scripts/makeTiles.ts MODEL_FOLDER');
await main(folder);
