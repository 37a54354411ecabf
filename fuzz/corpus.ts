import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CHECKPOINT_TARGETS } from './checkpointTargets.ts';
import { CONDITION_TARGETS } from './conditionTargets.ts';
import { STUDIO_TARGETS } from './studioTargets.ts';
import type { Target } from './target.ts';

export const TARGETS: readonly Target[] = [...CHECKPOINT_TARGETS, ...STUDIO_TARGETS, ...CONDITION_TARGETS];

const CORPUS = fileURLToPath(new URL('corpus/', import.meta.url));

/** Files of the corpus: sound ones, and those that once were findings. */
export function corpusOf({ name }: Target): { readonly file: string; readonly bytes: Uint8Array }[] {
  const folder = join(CORPUS, name);
  return readdirSync(folder)
    .sort()
    .map((file) => ({ file, bytes: new Uint8Array(readFileSync(join(folder, file))) }));
}

export function writeSeeds(target: Target): void {
  const folder = join(CORPUS, target.name);
  mkdirSync(folder, { recursive: true });
  target.seeds().forEach((seed, i) => writeFileSync(join(folder, `sound-${i}.seed`), seed));
}

/** Keeps an input that broke its reader, so that it is tried for ever after. */
export function keepFinding(target: Target, input: Uint8Array, seed: number): string {
  const file = join(CORPUS, target.name, `finding-${seed}.seed`);
  writeFileSync(file, input);
  return file;
}
