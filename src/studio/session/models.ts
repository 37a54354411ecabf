import { parameterCount } from '../../checkpoint/modelParts.ts';
import { TesseraError } from '../../core/errors.ts';
import type { StoredModel } from '../../store/modelStore.ts';

/** A model as the site lists it. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  /** Folder of the model, absolute, with a trailing slash; or `stored:<key>`. */
  readonly url: string;
  readonly description: string;
  readonly bytes: number;
  readonly parameters: number | null;
  readonly kinds: readonly string[];
  readonly license: string;
  /** Address of the picture of all codes, where the model ships one. */
  readonly tiles: string | null;
}

type Listed = Partial<ModelEntry> & Pick<ModelEntry, 'id' | 'name' | 'url'>;

function entryOf(listed: Listed, base: string): ModelEntry {
  const url = new URL(listed.url, base).href;
  return {
    id: listed.id,
    name: listed.name,
    url,
    description: listed.description ?? '',
    bytes: listed.bytes ?? 0,
    parameters: listed.parameters ?? null,
    kinds: listed.kinds ?? [],
    license: listed.license ?? '',
    tiles: listed.tiles ? new URL(listed.tiles, url).href : null,
  };
}

/** @throws TesseraError `model-list-missing` */
export async function fetchModels(base: string): Promise<readonly ModelEntry[]> {
  try {
    const response = await fetch(new URL('models/index.json', base));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { models } = (await response.json()) as { models: readonly Listed[] };
    return models.map((listed) => entryOf(listed, base));
  } catch (cause) {
    throw new TesseraError(
      'model-list-missing',
      'the list of models could not be read',
      'check the connection and reload the page',
      { cause },
    );
  }
}

/**
 * The model that `?model=` names: a folder anywhere, which no list describes.
 * @throws TesseraError `address-invalid`
 */
export function entryOfUrl(address: string, base: string): ModelEntry {
  const isStored = address.startsWith(storedUrl(''));
  // Of people who copy the address of what lies in the folder.
  const folder = address.replace(/\/model\.json$/, '/');
  const typed = isStored || folder.endsWith('/') ? folder : `${folder}/`;
  const url = URL.canParse(typed, base) ? new URL(typed, base) : null;
  if (!url || !(isStored || /^https?:$/.test(url.protocol))) {
    throw new TesseraError(
      'address-invalid',
      `“${address.slice(0, 200)}” is not the address of a model folder`,
      'correct it in the address of this page, or choose a model here',
    );
  }
  const id = url.pathname.split('/').filter(Boolean).at(-1) ?? url.href;
  return entryOf({ id, name: id, url: url.href }, base);
}

/** The host that an address leads to when it is not this site's; null for our own and for what is stored here. */
export function foreignHost(url: string, base: string): string | null {
  const { origin, host, protocol } = new URL(url);
  return protocol.startsWith('http') && origin !== new URL(base).origin ? host : null;
}

/** Address of a model that only the browser's storage has. */
export function storedUrl(key: string): string {
  return `stored:${key}`;
}

/** The site's models, then those of the browser's storage that the site does not list. */
export function withStored(
  models: readonly ModelEntry[],
  stored: readonly StoredModel[],
): readonly ModelEntry[] {
  const listed = models.filter(({ url }) => !url.startsWith(storedUrl('')));
  const own = stored.filter(
    ({ url, storedBytes }) => storedBytes > 0 && !listed.some((one) => one.url === url),
  );
  return [...listed, ...own.map(entryOfStored)];
}

function entryOfStored({ key, manifest, totalBytes }: StoredModel): ModelEntry {
  return {
    id: manifest.id,
    name: manifest.name,
    url: storedUrl(key),
    description: manifest.description,
    bytes: totalBytes,
    parameters: parameterCount(manifest),
    kinds: manifest.conditioning.map(({ kind }) => kind),
    license: manifest.license,
    tiles: null,
  };
}
