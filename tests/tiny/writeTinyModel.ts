import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { diskFolderWriter } from '../../cli/io/diskFolder.ts';
import { convert } from '../../src/checkpoint/convert.ts';
import { inferArchitecture } from '../../src/checkpoint/infer/inferArchitecture.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { Label } from '../../src/core/labels.ts';
import {
  TINY_CONDITIONS,
  TINY_LABELS,
  tinyCheckpoint,
  tinyManyCheckpoint,
  tinyPoseCheckpoint,
} from './tinyCheckpoint.ts';

/** Writes the tiny model as a model folder `<parent>/tiny`, through the ordinary converter. */
export function writeTinyModel(parent: string): Promise<string> {
  return write(parent, 'tiny', 'Tiny (random weights)', tinyCheckpoint());
}

/** Writes `<parent>/tiny-conditions`, which takes every kind of condition but poses. */
export function writeTinyConditionsModel(parent: string): Promise<string> {
  return write(parent, 'tiny-conditions', 'Tiny with every condition', tinyManyCheckpoint());
}

/** Writes `<parent>/tiny-pose`, which draws from a skeleton or from nothing. */
export function writeTinyPoseModel(parent: string): Promise<string> {
  return write(parent, 'tiny-pose', 'Tiny with poses', tinyPoseCheckpoint());
}

async function write(parent: string, id: string, name: string, checkpoint: TensorSource): Promise<string> {
  const folder = join(parent, id);
  await rm(folder, { recursive: true, force: true });
  const model = await inferArchitecture(checkpoint, null);
  await convert(model, await diskFolderWriter(folder), {
    dtype: 'f32',
    heads: 4,
    about: {
      id,
      name,
      description: 'Random weights with the real structure; it draws noise and is used by the tests.',
      license: 'MIT',
      source: 'generated',
      trainedOn: 'nothing',
    },
    labels: named('label', TINY_LABELS),
    classes: named('class', TINY_CONDITIONS.class.classes),
  });
  return folder;
}

function named(what: string, count: number): Label[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    name: `${what} ${id}`,
    color: `#${(id * 0x161616).toString(16).padStart(6, '0')}`,
  }));
}
