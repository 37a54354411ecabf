import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { diskFolderWriter } from '../../cli/io/diskFolder.ts';
import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import { TINY_LABELS, tinyCheckpoint } from './tinyCheckpoint.ts';

/** Writes the tiny model as a model folder `<parent>/tiny`, through the ordinary converter. */
export async function writeTinyModel(parent: string): Promise<string> {
  const folder = join(parent, 'tiny');
  await rm(folder, { recursive: true, force: true });
  const model = await inferArchitecture(tinyCheckpoint(), null);
  await convert(model, await diskFolderWriter(folder), {
    dtype: 'f32',
    heads: 4,
    about: {
      id: 'tiny',
      name: 'Tiny (random weights)',
      description: 'Random weights with the real structure; it draws noise and is used by the tests.',
      license: 'MIT',
      source: 'generated',
      trainedOn: 'nothing',
    },
    labels: Array.from({ length: TINY_LABELS }, (_, id) => ({
      id,
      name: `label ${id}`,
      color: `#${(id * 0x161616).toString(16).padStart(6, '0')}`,
    })),
  });
  return folder;
}
