/** Looks into a source, and brings it into the store. Nothing here knows of workers. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { convert } from '../checkpoint/convert.ts';
import { describeCheckpoint, describeManifest } from '../checkpoint/describe.ts';
import { headsInWeights } from '../checkpoint/infer/headsInWeights.ts';
import { inferArchitecture } from '../checkpoint/infer/inferArchitecture.ts';
import type { Manifest } from '../checkpoint/manifest.ts';
import { modelHash } from '../checkpoint/verifyFile.ts';
import { IMPORT_PREFIX } from '../store/abandonedImports.ts';
import { BROWSER, type StoreEnvironment } from '../store/environment.ts';
import { fetchManifest, fetchModel } from '../store/fetchModel.ts';
import { deleteModel, listModels, storeFolderWriter } from '../store/modelStore.ts';
import { importCancelled } from './importCancelled.ts';
import { storageFull } from './importFailure.ts';
import { copyFolder, manifestOfFiles } from './importFolder.ts';
import { whileImporting } from './importLock.ts';
import type { Found, ImportChoices, ImportSource } from './importProtocol.ts';
import { arrange } from './importSource.ts';

/** Called with bytes of weights, in the order of the work. */
export type OnBytes = (done: number, total: number) => void;

export interface Imported {
  readonly key: string;
  readonly warnings: readonly string[];
}

/** @throws TesseraError of the readers and of `arrange`; of fetchModel and the manifest */
export async function inspect(
  source: ImportSource,
  signal: AbortSignal,
  environment: StoreEnvironment = BROWSER,
): Promise<Found> {
  switch (source.kind) {
    case 'checkpoint': {
      const { main, config, stages, supplied } = await arrange(source.files, source.config);
      const model = await describeCheckpoint(main.checkpoint, config, stages);
      const { transformer } = main.model;
      const shown =
        transformer && model.transformer?.heads === null
          ? await headsInWeights(transformer.source, transformer.architecture, transformer.headCandidates)
          : null;
      const shownHeads = shown === null ? {} : { shownHeads: shown };
      return { model, title: main.file.name, supplied, manifest: null, ...shownHeads };
    }
    case 'folder':
      return foundFolder(await manifestOfFiles(source.files));
    case 'url':
      return foundFolder(await fetchManifest(source.url, signal, environment));
  }
}

/**
 * Brings a model into the store under a new key.
 * @throws TesseraError `storage-full`, `cancelled`, and those of reading, converting and fetching
 */
export async function importModel(
  source: ImportSource,
  choices: ImportChoices,
  onBytes: OnBytes,
  signal: AbortSignal,
  environment: StoreEnvironment = BROWSER,
): Promise<Imported> {
  if (source.kind === 'url') return importUrl(source.url, onBytes, signal, environment);
  const key = newKey();
  return whileImporting(key, async () => {
    const writer = await storeFolderWriter(key, environment);
    if (source.kind === 'folder') {
      await copyFolder(source.files, writer, onBytes, signal);
      return { key, warnings: [] };
    }
    const { main, config, stages } = await arrange(source.files, source.config);
    const model = await inferArchitecture(main.checkpoint.source, config);
    const { warnings } = await convert(model, writer, {
      dtype: choices.dtype,
      heads: choices.heads,
      config,
      ...stages,
      about: {
        id: idOfName(choices.name),
        name: choices.name,
        description: choices.description,
        license: 'unknown',
        source: choices.origin,
        trainedOn: 'unknown',
      },
      onProgress: ({ doneBytes, totalBytes }) => onBytes(doneBytes, totalBytes),
      signal,
    });
    return { key, warnings: [...main.checkpoint.warnings, ...warnings] };
  });
}

/** Whether the bytes of a file have this SHA-256; read in pieces. @throws TesseraError `cancelled` */
export async function hasHash(
  file: Blob,
  expected: string,
  onBytes: OnBytes,
  signal: AbortSignal,
): Promise<boolean> {
  const hash = sha256.create();
  const piece = 8 * 2 ** 20;
  for (let at = 0; at < file.size; at += piece) {
    if (signal.aborted) throw importCancelled();
    hash.update(new Uint8Array(await file.slice(at, at + piece).arrayBuffer()));
    onBytes(Math.min(at + piece, file.size), file.size);
  }
  return bytesToHex(hash.digest()) === expected;
}

/** All files of a folder elsewhere. What a broken line left is kept for the next attempt; a cancelled one is not. */
async function importUrl(
  url: string,
  onBytes: OnBytes,
  signal: AbortSignal,
  environment: StoreEnvironment,
): Promise<Imported> {
  const kept = await keysInStore(environment);
  const key = modelHash(await fetchManifest(url, signal, environment));
  try {
    const { storage } = await fetchModel(
      url,
      { signal, onProgress: ({ receivedBytes, totalBytes }) => onBytes(receivedBytes, totalBytes) },
      environment,
    );
    if (storage === 'memory') throw storageFull();
    return { key, warnings: [] };
  } catch (error) {
    const isBrokenLine = (error as { code?: unknown }).code === 'network-failed';
    if (!isBrokenLine && !kept.has(key)) await deleteModel(key, environment).catch(() => undefined);
    throw error;
  }
}

async function keysInStore(environment: StoreEnvironment): Promise<ReadonlySet<string>> {
  return new Set((await listModels(environment)).map(({ key }) => key));
}

function foundFolder(manifest: Manifest): Found {
  return { model: describeManifest(manifest), title: manifest.name, supplied: [], manifest };
}

function newKey(): string {
  const random = Math.floor(Math.random() * 2 ** 32).toString(36);
  return `${IMPORT_PREFIX}${Date.now().toString(36)}-${random}`;
}

/** A plain id from a name: `S-FLCKR (f16)` -> `s-flckr-f16`. */
function idOfName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 64).replace(/-+$/, '') || 'model';
}
