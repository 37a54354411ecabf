/** Model folders on disk. */
import { open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FolderWriter } from '../../src/checkpoint/folderWriter.ts';
import type { Manifest, ModelFile } from '../../src/checkpoint/manifest.ts';
import { parseManifest } from '../../src/checkpoint/manifestSchema.ts';
import { openModelFolder } from '../../src/checkpoint/modelFolder.ts';
import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { makeFolder } from './files.ts';

/**
 * Writes into a hidden folder beside `path` and renames it at the end, so that a refused or cancelled
 * conversion leaves nothing behind.
 * @throws TesseraError `output-exists` when the folder is there and not empty, `output-unwritable`
 */
export async function diskFolderWriter(path: string): Promise<FolderWriter> {
  const target = resolve(path);
  const present = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unwritable(path, error);
  });
  if (present && present.length > 0) {
    throw new TesseraError(
      'output-exists',
      `${path} is there already and not empty`,
      'give another --out folder',
    );
  }
  const partial = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
  let made = false;
  return {
    async create(name) {
      if (!made) await makeFolder(partial).catch((error: Error) => Promise.reject(unwritable(path, error)));
      made = true;
      const handle = await open(join(partial, name), 'wx').catch((error: Error) =>
        Promise.reject(unwritable(path, error)),
      );
      return {
        write: async (bytes) => {
          await handle.writeFile(bytes).catch((error: Error) => Promise.reject(unwritable(path, error)));
        },
        close: () => handle.close(),
      };
    },
    async commit() {
      if (present) await rmdir(target);
      await rename(partial, target);
    },
    async discard() {
      await rm(partial, { recursive: true, force: true });
    },
  };
}

function unwritable(path: string, cause: Error): TesseraError {
  return new TesseraError(
    'output-unwritable',
    `${path} cannot be written (${cause.message})`,
    'check the path, the rights and the free space',
    { cause },
  );
}

export interface DiskModel {
  readonly manifest: Manifest;
  readonly source: TensorSource;
}

/** @throws TesseraError `model-not-found`, `manifest-invalid`, `manifest-version` */
export async function readDiskManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'model.json')).catch((cause: unknown) => {
    throw new TesseraError(
      'model-not-found',
      `${folder} is not a model folder: it has no model.json`,
      'give a model id, or the path of a folder that `tessera convert` made',
      { cause },
    );
  });
  return parseManifest(text);
}

/**
 * Opens a model folder, or some parts of it, with every file's size and SHA-256 checked.
 * @throws TesseraError as readDiskManifest, `weights-missing`, `weights-truncated`, `weights-altered`
 */
export async function openDiskModel(folder: string, parts?: readonly string[]): Promise<DiskModel> {
  const manifest = await readDiskManifest(folder);
  return { manifest, source: await openModelFolder(manifest, filesOf(folder), { parts }) };
}

/** How a folder's files are read. @throws TesseraError `weights-missing` */
export function filesOf(folder: string): (file: ModelFile) => Promise<Uint8Array> {
  return ({ path }) =>
    readFile(join(folder, path)).catch((cause: unknown) => {
      throw new TesseraError(
        'weights-missing',
        `the file ${path} of ${folder} is missing`,
        'get the model folder again',
        { cause },
      );
    });
}
