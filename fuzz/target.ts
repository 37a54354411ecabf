import { TesseraError } from '../src/core/errors.ts';
import type { Dice } from './mutate.ts';

/** A reader of files or texts that anybody may have written. */
export interface Target {
  readonly name: string;
  /** Sound inputs to start from; written into fuzz/corpus by `--write-corpus`. */
  readonly seeds: () => readonly Uint8Array[];
  /** Damages an input; bytes anywhere unless the target knows a way further inside. */
  readonly mutate: (input: Uint8Array, dice: Dice, other: Uint8Array) => Uint8Array;
  /** Reads. May throw a TesseraError, and nothing else. */
  readonly read: (input: Uint8Array) => unknown;
}

export type Outcome = 'accepted' | 'refused';

/**
 * What every reader promises: the value or one named error, and nothing else in the world changed.
 * @param mostMs longer counts as a finding
 */
export async function execute({ read }: Target, input: Uint8Array, mostMs = Infinity): Promise<Outcome> {
  const started = performance.now();
  let outcome: Outcome = 'accepted';
  try {
    await read(input);
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error;
    if (!/^[a-z0-9-]+: [^\n]+; [^\n]+$/.test(error.line)) throw new Error(`not one line: ${error.line}`);
    outcome = 'refused';
  }
  const elapsed = performance.now() - started;
  if (elapsed > mostMs) throw new Error(`took ${Math.round(elapsed)} ms`);
  if ('polluted' in {} || Object.keys(Object.prototype).length > 0)
    throw new Error('polluted Object.prototype');
  return outcome;
}
