import { readStored, writeStored } from '../state/storage.ts';

const KEY = 'tessera.model';

/** Address of the model that was open last; it is opened again where the page still lists it. */
export function rememberedModel(): string | null {
  const stored = readStored(KEY);
  return typeof stored === 'string' ? stored : null;
}

/** A model that could be opened, so that a visit never begins with one that could not. */
export function rememberModel(url: string): void {
  writeStored(KEY, url);
}
