import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '../../src/networks/tf.ts';
import { GOLDENS, haveGoldens } from '../goldenFolder.ts';
import type { ReadGolden } from './goldenModel.ts';

export const readGolden: ReadGolden = (path) => readFile(join(GOLDENS, path));

/** Starts WASM once for a file of golden tests, where the goldens are there. */
export async function startGoldens(): Promise<void> {
  if (haveGoldens) await startBackend('wasm');
}

/** Title of a golden suite: says why it is skipped. */
export function goldenTitle(what: string): string {
  return haveGoldens ? what : `${what} (skipped: no goldens at ${GOLDENS}; set TESSERA_GOLDENS)`;
}
