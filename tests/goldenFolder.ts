import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numeric cases made by running the reference; they live beside the project, not in it. */
export const GOLDENS =
  process.env.TESSERA_GOLDENS ??
  join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'shared', 'goldens');

export const haveGoldens = existsSync(join(GOLDENS, 'MANIFEST.md'));

export function goldenJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(GOLDENS, path), 'utf8')) as T;
}
