import type { CatalogueEntry } from '../../checkpoint/catalogue.ts';
import type { Manifest } from '../../checkpoint/manifest.ts';
import type { Found, ImportChoices, ImportSource } from '../../runtime/importProtocol.ts';

export const DTYPES: readonly Manifest['dtype'][] = ['f16', 'int8', 'f32'];

/** What the sheet asks. */
export interface DraftChoices {
  readonly dtype: Manifest['dtype'];
  /** null when a YAML or the folder tells it, or nothing has heads. */
  readonly heads: number | null;
  readonly name: string;
}

/** Half precision, the head count that the weights show or the usual one, and a name that no other model has. */
export function firstChoices(source: ImportSource, found: Found, taken: readonly string[]): DraftChoices {
  const { transformer, headCandidates, published } = found.model;
  const asksHeads = found.manifest === null && transformer !== null && transformer.heads === null;
  const known = published.find(({ heads }) => heads !== null && headCandidates.includes(heads))?.heads;
  return {
    dtype: found.manifest?.dtype ?? 'f16',
    heads: asksHeads ? (found.shownHeads ?? known ?? headCandidates[0]) : null,
    name: found.manifest?.name ?? freeName(firstName(source, found), taken),
  };
}

/** Candidates with the usual one first, at most as many as a list is good for. */
export function offeredHeads({ model, shownHeads }: Found): readonly number[] {
  const offered = model.headCandidates.slice(0, 16);
  return shownHeads === undefined || offered.includes(shownHeads) ? offered : [shownHeads, ...offered];
}

export function choicesOf(
  { dtype, heads, name }: DraftChoices,
  source: ImportSource,
  found: Found,
): ImportChoices {
  const published = publishedAs(found);
  return {
    dtype,
    ...(heads !== null && { heads }),
    name: name.trim() || firstName(source, found),
    description: published ? sentence(published.makes) : '',
    origin: published ? `${found.title}, ${published.where}` : found.title,
  };
}

/** The published model of exactly this size and these shapes. Shapes alone may be those of someone's own model. */
export function publishedAs({ model }: Found): CatalogueEntry | null {
  const [entry, ...alike] = model.published;
  return entry && alike.length === 0 && entry.fileBytes === model.fileBytes ? entry : null;
}

/** A published model's name when only one has these shapes, else that of the file. */
function firstName(source: ImportSource, { title, model }: Found): string {
  if (model.published.length === 1) return model.published[0].name;
  return source.kind === 'checkpoint' ? title.replace(/\.[a-z]+$/i, '') : title;
}

function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name} ${number}`)) number++;
  return `${name} ${number}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
