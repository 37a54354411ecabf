import { TesseraError } from '../../core/errors.ts';

export interface FolderAddress {
  readonly url: string;
  /** Named before anything is fetched; null when it is the page's own. */
  readonly foreignHost: string | null;
}

/**
 * The address of a model folder as people type it, seen from the page.
 * @throws TesseraError `address-invalid`
 */
export function folderAddress(typed: string, page: string): FolderAddress {
  const trimmed = typed.trim();
  let url: URL;
  try {
    if (trimmed === '') throw new TypeError('empty');
    // `example.org/model` is meant as a host unless it is clearly a path
    url = new URL(/^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(trimmed) ? `https://${trimmed}` : trimmed, page);
  } catch {
    throw invalid(trimmed === '' ? 'the field is empty' : `“${trimmed}” is no address`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw invalid(`${url.protocol.slice(0, -1)} addresses cannot be fetched`);
  }
  if (url.username || url.password) throw invalid('it holds a user name or password');
  const isOwn = url.origin === new URL(page).origin;
  return { url: url.href, foreignHost: isOwn ? null : url.host };
}

function invalid(what: string): TesseraError {
  return new TesseraError(
    'address-invalid',
    `this is not the address of a model folder: ${what}`,
    'give an address such as https://example.org/models/landscapes/, where model.json lies',
  );
}
