/**
 * Models kept in the browser: a folder a model with `record.json` (manifest and origin), its files, and beside
 * each file `<file>.ok`, written only after the payload. A file without its record counts as absent.
 */
import type { FolderWriter } from '../checkpoint/folderWriter.ts';
import type { Manifest, ModelFile } from '../checkpoint/manifest.ts';
import { checkManifest, parseManifest } from '../checkpoint/manifestSchema.ts';
import { modelHash, sha256Hex } from '../checkpoint/verifyFile.ts';
import { TesseraError } from '../core/errors.ts';
import { readAll, readJson, type StoreDirectory, writeJson } from './directory.ts';
import { BROWSER, type StoreEnvironment } from './environment.ts';

export interface StoredModel {
  /** Name of the folder; `stored:<key>` opens it through fetchModel. */
  readonly key: string;
  readonly manifest: Manifest;
  /** Where it was downloaded from; null for imported checkpoints. */
  readonly url: string | null;
  /** Bytes of complete files, and of all files of the model. */
  readonly storedBytes: number;
  readonly totalBytes: number;
}

interface ModelRecord {
  readonly manifest: Manifest;
  readonly url: string | null;
}

const RECORD = 'record.json';

/** @throws TesseraError `storage-refused` where the browser keeps nothing */
export async function modelsDirectory(environment: StoreEnvironment): Promise<StoreDirectory> {
  const root = await environment.root();
  const models = await root?.directory('models', true).catch(() => null);
  if (models) return models;
  throw new TesseraError(
    'storage-refused',
    'this browser window keeps no files (a private window, or blocked site data)',
    'allow site data, or use an ordinary window',
  );
}

/** The folder for a downloaded model, made if needed. Earlier versions from the same address go. */
export async function modelDirectory(
  models: StoreDirectory,
  manifest: Manifest,
  url: string,
): Promise<StoreDirectory> {
  const key = modelHash(manifest);
  for (const other of await models.directories()) {
    const old = other === key ? null : await models.directory(other, false);
    // One that is being written, or that another tab has in use, stays until the next visit.
    const record = old && (await readRecord(old).catch(() => null));
    if (record?.url === url) await models.remove(other).catch(() => undefined);
  }
  const folder = (await models.directory(key, true)) as StoreDirectory;
  const kept = await readRecord(folder);
  const record = { manifest, url } satisfies ModelRecord;
  if (!kept) await writeJson(folder, RECORD, record);
  // The same weights may be described anew (labels, a licence), and visits without a network read what is kept.
  else if (kept.url === url && JSON.stringify(kept.manifest) !== JSON.stringify(manifest))
    await writeJson(folder, RECORD, record).catch(() => undefined);
  return folder;
}

/** Whether a file is complete: it has its commit record, and the payload has the length. */
export async function isStored(folder: StoreDirectory, file: ModelFile): Promise<boolean> {
  const record = (await readJson(folder, `${file.path}.ok`)) as Partial<ModelFile> | null;
  if (record?.sha256 !== file.sha256 || record.bytes !== file.bytes) return false;
  return (await folder.read(file.path))?.size === file.bytes;
}

/** Marks a file as complete; its payload is written and verified. */
export async function commitFile(folder: StoreDirectory, file: ModelFile): Promise<void> {
  await writeJson(folder, `${file.path}.ok`, file);
}

/** All models that are kept, whole or in part. */
export async function listModels(environment: StoreEnvironment = BROWSER): Promise<StoredModel[]> {
  const models = await modelsDirectory(environment);
  const found: StoredModel[] = [];
  for (const key of await models.directories()) {
    const folder = await models.directory(key, false);
    const record = folder && (await readRecord(folder));
    if (!folder || !record) continue;
    let storedBytes = 0;
    for (const file of record.manifest.files) if (await isStored(folder, file)) storedBytes += file.bytes;
    const totalBytes = record.manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    found.push({ key, ...record, storedBytes, totalBytes });
  }
  return found;
}

/** Removes a model and its files. */
export async function deleteModel(key: string, environment: StoreEnvironment = BROWSER): Promise<void> {
  const models = await modelsDirectory(environment);
  await models.remove(key);
}

/**
 * Hashes every complete file of a model; those that no longer match lose their record, so that the next load
 * downloads them again.
 * @returns paths of the files that were damaged
 * @throws TesseraError `model-not-found`
 */
export async function verifyModel(key: string, environment: StoreEnvironment = BROWSER): Promise<string[]> {
  const { folder, manifest } = await openStored(key, environment);
  const damaged: string[] = [];
  for (const file of manifest.files) {
    if (!(await isStored(folder, file))) continue;
    const bytes = await readAll(folder, file.path);
    if (bytes && (await sha256Hex(bytes)) === file.sha256) continue;
    await folder.remove(`${file.path}.ok`);
    damaged.push(file.path);
  }
  return damaged;
}

/** @throws TesseraError `model-not-found` */
export async function openStored(
  key: string,
  environment: StoreEnvironment,
): Promise<ModelRecord & { readonly folder: StoreDirectory }> {
  const models = await modelsDirectory(environment);
  const folder = await models.directory(key, false);
  const record = folder && (await readRecord(folder));
  if (folder && record) return { ...record, folder };
  throw new TesseraError('model-not-found', 'the model is no longer stored here', 'load or import it again');
}

/**
 * Where the converter writes an imported checkpoint: a folder of the store that counts once it is committed.
 * Keys are made by the caller (`import-<something unique>`).
 */
export async function storeFolderWriter(
  key: string,
  environment: StoreEnvironment = BROWSER,
): Promise<FolderWriter> {
  const models = await modelsDirectory(environment);
  const folder = (await models.directory(key, true)) as StoreDirectory;
  return {
    create: (path) => folder.write(path),
    async commit() {
      const manifest = parseManifest((await readAll(folder, 'model.json')) ?? new Uint8Array(0));
      for (const file of manifest.files) await commitFile(folder, file);
      await writeJson(folder, RECORD, { manifest, url: null } satisfies ModelRecord);
    },
    discard: () => models.remove(key),
  };
}

async function readRecord(folder: StoreDirectory): Promise<ModelRecord | null> {
  const value = await readJson(folder, RECORD);
  if (typeof value !== 'object' || value === null) return null;
  const { manifest, url } = value as { manifest?: unknown; url?: unknown };
  try {
    return { manifest: checkManifest(manifest), url: typeof url === 'string' ? url : null };
  } catch {
    return null; // of an older Tessera, or damaged: as good as absent
  }
}
