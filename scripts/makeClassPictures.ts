/**
 * Draws a small picture of every class of a model with the model itself, for the page's list of classes:
 *   npx tsx scripts/makeClassPictures.ts landscapes [--seed 7] [--only 3]
 * Writes src/studio/condition/classPictures/<model>-<class>.webp. Run it again when the weights change.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import sharp from 'sharp';

import { modelFolder } from '../cli/io/models.ts';
import { readDiskManifest } from '../cli/io/diskFolder.ts';
import { tessera } from '../cli/tessera.ts';

const SIDE = 128;
const OUT = fileURLToPath(new URL('../src/studio/condition/classPictures', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '7' }, only: { type: 'string' } },
});
const [model = 'landscapes'] = positionals;
const { id, conditioning } = await readDiskManifest(modelFolder(model));
const classes = conditioning.find(({ kind }) => kind === 'class')?.labels ?? [];
if (classes.length === 0) throw new Error(`${model} names no classes`);

await mkdir(OUT, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), 'tessera-classes-'));
for (const one of classes) {
  if (values.only !== undefined && Number(values.only) !== one.id) continue;
  const drawn = join(folder, `${one.id}.png`);
  const words = ['sample', model, '--kind', 'class', '--class', String(one.id), '--seed', values.seed];
  if ((await tessera([...words, '--out', drawn])) !== 0) throw new Error(`${one.name} was not drawn`);
  const { size } = await sharp(drawn)
    .resize(SIDE, SIDE, { kernel: 'lanczos3' })
    .webp({ quality: 70, effort: 6 })
    .toFile(join(OUT, `${id}-${one.id}.webp`));
  console.log(`${one.name}: ${size} bytes`);
}
await rm(folder, { recursive: true });
