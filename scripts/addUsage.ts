// Ships a usage file in a model's folder: tsx scripts/addUsage.ts models/landscapes usage.json
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Manifest } from '../src/checkpoint/manifest.ts';
import { parseManifest } from '../src/checkpoint/manifestSchema.ts';
import { parseUsage } from '../src/checkpoint/usageFile.ts';

const USAGE = 'usage.json';

const [folder, source] = process.argv.slice(2);
if (!source) throw new Error('usage: tsx scripts/addUsage.ts MODEL_FOLDER USAGE.json');
const manifest = parseManifest(await readFile(join(folder, 'model.json')));
const bytes = await readFile(source);
const { pictures } = parseUsage(bytes, manifest.imageStage?.codes ?? 0);
const file = {
  path: USAGE,
  bytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};
const files = [...manifest.files.filter(({ path }) => path !== USAGE), file];
const shipped: Manifest = { ...manifest, usage: USAGE, files };
await writeFile(join(folder, USAGE), bytes);
await writeFile(join(folder, 'model.json'), `${JSON.stringify(shipped, null, 2)}\n`);
console.log(`${USAGE}: ${pictures} pictures, ${file.bytes} bytes`);
