/**
 * `npm run fuzz -- [--target NAME]... [--runs N] [--seed N] [--seconds N]`: damaged files at every reader. Exits 1 on a
 * finding, which is kept in fuzz/corpus. `--write-corpus` writes the sound files anew.
 */
import { parseArgs } from 'node:util';

import { corpusOf, keepFinding, TARGETS, writeSeeds } from './corpus.ts';
import { Dice } from './mutate.ts';
import { execute, type Target } from './target.ts';

/** No reader of small files may take longer, on the slowest machine. */
const MOST_MS = 20_000;

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
    'write-corpus': { type: 'boolean', default: false },
  },
});

if (values['write-corpus']) TARGETS.forEach(writeSeeds);
const chosen = TARGETS.filter(({ name }) => values.target?.includes(name) ?? true);
let findings = 0;
for (const target of chosen) findings += await fuzz(target, Number(values.runs), Number(values.seed));
process.exit(findings > 0 ? 1 : 0);

/** @returns findings */
async function fuzz(target: Target, runs: number, seed: number): Promise<number> {
  const corpus = corpusOf(target).map(({ bytes }) => bytes);
  const started = performance.now();
  let accepted = 0;
  let done = 0;
  for (; done < runs && performance.now() - started < 1000 * Number(values.seconds); done++) {
    const dice = new Dice(seed * 1_000_003 + done);
    const input = target.mutate(dice.pick(corpus), dice, dice.pick(corpus));
    try {
      if ((await execute(target, input, MOST_MS)) === 'accepted') accepted++;
    } catch (error) {
      console.error(`${target.name}: execution ${done}: ${String(error)}`);
      console.error(error instanceof Error ? error.stack : '');
      console.error(`kept as ${keepFinding(target, input, done)}`);
      return 1;
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${target.name}: ${done} executions, ${accepted} accepted, 0 findings, ${seconds} s`);
  return 0;
}
