import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TesseraError } from '../../src/core/errors.ts';
import { LoadedModel } from '../../src/runtime/model.ts';
import { filesOf, readDiskManifest } from './diskFolder.ts';

/** The models that ship with Tessera. */
export const MODELS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'models');

/** Ids under models/, sorted. */
export async function shippedIds(): Promise<string[]> {
  const entries = await readdir(MODELS, { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return ids.filter((id) => existsSync(join(MODELS, id, 'model.json'))).sort();
}

/** The folder that MODEL means: a path, else an id under models/. */
export function modelFolder(model: string): string {
  const shipped = join(MODELS, model);
  const isId = /^[\w.-]+$/.test(model) && existsSync(join(shipped, 'model.json'));
  return isId && !existsSync(join(model, 'model.json')) ? shipped : model;
}

/** @throws TesseraError `model-not-found`, `manifest-invalid`, `manifest-version` */
export async function openModel(model: string): Promise<LoadedModel> {
  const folder = modelFolder(model);
  if (!existsSync(folder)) {
    const ids = await shippedIds();
    throw new TesseraError(
      'model-not-found',
      `there is no model "${model}"`,
      `give the path of a model folder${ids.length ? `, or one of ${ids.join(', ')}` : ''}`,
    );
  }
  return new LoadedModel(await readDiskManifest(folder), filesOf(folder));
}
