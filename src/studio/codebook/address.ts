import { VIEWS, type CodebookView } from './codebookStore.ts';

interface CodebookAddress {
  readonly view: CodebookView | null;
  /** An entry of a model, by the model's id. */
  readonly entry: { readonly model: string; readonly code: number } | null;
}

/** `#/codebook/map`, `#/codebook/landscapes/137`; anything else names neither. */
export function addressOf(hash: string): CodebookAddress {
  const [page, first, second] = hash.replace(/^#\/?/, '').split('?')[0].split('/');
  if (page !== 'codebook' || !first) return { view: null, entry: null };
  if (second === undefined) return { view: VIEWS.find((view) => view === first) ?? null, entry: null };
  if (!/^\d{1,7}$/.test(second)) return { view: null, entry: null };
  return { view: null, entry: { model: safeDecode(first), code: Number(second) } };
}

export function linkToEntry(model: string, code: number): string {
  return `#/codebook/${encodeURIComponent(model)}/${code}`;
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
