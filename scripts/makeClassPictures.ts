/**
 * Draws a small picture of every class of a model with the model itself, for the page's list of classes:
 *   npx tsx scripts/makeClassPictures.ts landscapes [--seed 7] [--seeds snow=3,town=2,forest=3,mountains=1] [--only snow]
 * Writes classes.webp into the model's folder and names it in model.json; with --only, the other pictures stay.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import sharp, { type OverlayOptions } from 'sharp';

import { readDiskManifest } from '../cli/io/diskFolder.ts';
import { modelFolder } from '../cli/io/models.ts';
import { tessera } from '../cli/tessera.ts';
import { CLASS_COLUMNS, type Manifest } from '../src/checkpoint/manifest.ts';

const SIDE = 128;
const FILE = 'classes.webp';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '7' },
    /** Seeds of single classes, by name. */
    seeds: { type: 'string', default: '' },
    only: { type: 'string' },
  },
});
const [model = 'landscapes'] = positionals;
const folder = modelFolder(model);
const manifest = await readDiskManifest(folder);
const classes = manifest.conditioning.find(({ kind }) => kind === 'class')?.labels ?? [];
if (classes.length === 0) throw new Error(`${model} names no classes`);
const seeds = new Map(values.seeds.split(',').map((pair) => pair.split('=') as [string, string]));

const out = join(folder, FILE);
const known = existsSync(out) ? await readFile(out) : null;
const drawings = await mkdtemp(join(tmpdir(), 'tessera-classes-'));
const tiles: OverlayOptions[] = [];
for (const [index, one] of classes.entries()) {
  const [left, top] = [SIDE * (index % CLASS_COLUMNS), SIDE * Math.floor(index / CLASS_COLUMNS)];
  const isKept = known !== null && values.only !== undefined && values.only !== one.name;
  const input = isKept
    ? await sharp(known).extract({ left, top, width: SIDE, height: SIDE }).png().toBuffer()
    : await drawn(one.id, seeds.get(one.name) ?? values.seed);
  tiles.push({ input, left, top });
}
await rm(drawings, { recursive: true });

const height = SIDE * Math.ceil(classes.length / CLASS_COLUMNS);
const blank = { width: SIDE * CLASS_COLUMNS, height, channels: 3 as const, background: '#000' };
const bytes = await sharp({ create: blank })
  .composite(tiles)
  .webp({ quality: 80, effort: 6, smartSubsample: true })
  .toBuffer();
const file = { path: FILE, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
const files = [...manifest.files.filter(({ path }) => path !== FILE), file];
const shipped: Manifest = { ...manifest, classPictures: FILE, files };
await writeFile(out, bytes);
await writeFile(join(folder, 'model.json'), `${JSON.stringify(shipped, null, 2)}\n`);
console.log(`${FILE}: ${classes.length} classes, ${bytes.length} bytes`);

async function drawn(id: number, seed: string): Promise<Buffer> {
  const path = join(drawings, `${id}.png`);
  const words = ['sample', model, '--kind', 'class', '--class', String(id), '--seed', seed, '--out', path];
  if ((await tessera(words)) !== 0) throw new Error(`class ${id} was not drawn`);
  return sharp(path).resize(SIDE, SIDE, { kernel: 'lanczos3' }).png().toBuffer();
}
