/** A model's files over HTTP or from the browser's storage, every byte checked before it is used. */
import type { Manifest, ModelFile } from '../checkpoint/manifest.ts';
import { parseManifest } from '../checkpoint/manifestSchema.ts';
import { partOfFile } from '../checkpoint/modelParts.ts';
import { TesseraError } from '../core/errors.ts';
import { downloadText } from './download.ts';
import { BROWSER, type StoreEnvironment } from './environment.ts';
import { FileGetter } from './fileGetter.ts';
import { listModels, modelDirectory, modelsDirectory, openStored } from './modelStore.ts';
import { type FetchProgress, Progress } from './progress.ts';

export interface FetchOptions {
  /** Which parts to get now (`image-decoder`, `transformer`, ...); all by default. Others come when read. */
  readonly parts?: (part: string) => boolean;
  readonly onProgress?: (progress: FetchProgress) => void;
  /** Called as soon as the description is known, before any weights. */
  readonly onManifest?: (manifest: Manifest) => void;
  readonly signal?: AbortSignal;
}

export interface FetchedModel {
  readonly manifest: Manifest;
  /** The whole of one file, verified; downloaded first if it was not among the wanted parts. */
  readonly read: (file: ModelFile) => Promise<Uint8Array>;
  /** Where the files are kept: `memory` when the browser refuses to store them. */
  readonly storage: 'opfs' | 'memory';
}

/**
 * Gets model.json and the wanted files from the folder at `url`, or from storage. `stored:<key>` names a model
 * of the store itself. Without a network a stored model is used as it is.
 * @throws TesseraError `manifest-*`, `weights-missing`, `weights-not-weights`, `weights-truncated`,
 *   `weights-altered`, `network-failed`, `cancelled`, `model-not-found`
 */
export async function fetchModel(
  url: string,
  options: FetchOptions = {},
  environment: StoreEnvironment = BROWSER,
): Promise<FetchedModel> {
  const getter = await openGetter(url, options, environment);
  const { manifest } = getter;
  options.onManifest?.(manifest);
  const wanted = manifest.files.filter(({ path }) => options.parts?.(partOfFile(path)) ?? true);
  const progress = new Progress(wanted, environment, options.onProgress);
  await getter.makeRoom(wanted);
  for (const file of wanted) await getter.get(file, progress, options.signal);
  return {
    manifest,
    read: async (file) => (await getter.get(file, null, undefined), getter.read(file)),
    storage: getter.storing ? 'opfs' : 'memory',
  };
}

async function openGetter(
  url: string,
  { signal }: FetchOptions,
  environment: StoreEnvironment,
): Promise<FileGetter> {
  const key = /^stored:([\w-]+)$/.exec(url)?.[1];
  if (key !== undefined) {
    const { manifest, folder, url: origin } = await openStored(key, environment);
    return new FileGetter(manifest, origin, folder, environment, () => Promise.resolve(folder));
  }
  const base = baseOf(url);
  const manifest = await readManifest(base, environment, signal);
  const open = async () => {
    const models = await modelsDirectory(environment);
    // Two workers that open a model at once would write its record together.
    return environment.alone('tessera models', () => modelDirectory(models, manifest, base));
  };
  return new FileGetter(manifest, base, await open().catch(() => null), environment, open);
}

/** The description of the model at `url` alone; nothing is stored. @throws TesseraError as fetchModel */
export function fetchManifest(
  url: string,
  signal: AbortSignal | undefined,
  environment: StoreEnvironment = BROWSER,
): Promise<Manifest> {
  return readManifest(baseOf(url), environment, signal);
}

/** The folder's address with a slash at its end; relative ones are taken from the page or worker. */
function baseOf(url: string): string {
  const folder = url.replace(/model\.json$/, '').replace(/\/?$/, '/');
  return new URL(folder, globalThis.location?.href).href;
}

async function readManifest(
  base: string,
  environment: StoreEnvironment,
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  try {
    return parseManifest(await downloadText(`${base}model.json`, 'model.json', environment, signal));
  } catch (error) {
    if (!(error instanceof TesseraError) || error.code !== 'network-failed') throw error;
    const kept = await listModels(environment).catch(() => []);
    const known = kept.findLast((model) => model.url === base);
    if (!known) throw error;
    return known.manifest;
  }
}
