// Turns a training run's checkpoint into a shipped model folder, labels and code tiles included:
// tsx scripts/packModel.ts CHECKPOINT YAML ABOUT.json models/landscapes
import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';

import { diskFolderWriter } from '../cli/io/diskFolder.ts';
import { openFileBytes } from '../cli/io/fileBytes.ts';
import { convert, type ConvertOptions } from '../src/checkpoint/convert.ts';
import { inferArchitecture } from '../src/checkpoint/infer/inferArchitecture.ts';
import { parseReferenceConfig } from '../src/checkpoint/infer/referenceConfig.ts';
import { labelColor } from '../src/checkpoint/labelSets.ts';
import type { Manifest } from '../src/checkpoint/manifest.ts';
import { openTensors } from '../src/checkpoint/openTensors.ts';
import type { Label } from '../src/core/labels.ts';

interface About {
  readonly about: Pick<Manifest, 'id' | 'name' | 'description' | 'license' | 'source' | 'trainedOn'>;
  /** Of a label map, where the model takes one. */
  readonly labels?: readonly Label[];
  /** What people should know about a kind of condition, such as where its training data came from. */
  readonly notes?: ConvertOptions['notes'];
  readonly sampling?: ConvertOptions['sampling'];
  /** Names of the classes, where the model is told one. */
  readonly classes?: readonly (Pick<Label, 'id' | 'name'> & Partial<Label>)[];
}

const [checkpoint, yaml, aboutPath, folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: tsx scripts/packModel.ts CHECKPOINT YAML ABOUT.json FOLDER');

const { about, labels, classes, notes, sampling } = JSON.parse(await readFile(aboutPath, 'utf8')) as About;
const config = parseReferenceConfig(await readFile(yaml, 'utf8'));
const bytes = await openFileBytes(checkpoint);
const opened = await openTensors(bytes);
const model = await inferArchitecture(opened.source, config);
await rm(folder, { recursive: true, force: true });
const report = await convert(model, await diskFolderWriter(folder), {
  dtype: 'f16',
  config,
  about,
  ...(labels && { labels }),
  ...(notes && { notes }),
  ...(sampling && { sampling }),
  classes: classes?.map((one) => ({ ...one, color: one.color ?? labelColor(one.id) })),
});
await bytes.close();
for (const warning of report.warnings) console.log(`warning: ${warning}`);
execFileSync('npx', ['tsx', 'scripts/makeTiles.ts', folder], { stdio: 'inherit' });
