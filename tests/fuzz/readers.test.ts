/** A short run of `npm run fuzz`, and every file of the corpus: those that once broke a reader above all. */
import { describe, expect, it } from 'vitest';

import { corpusOf, TARGETS } from '../../fuzz/corpus.ts';
import { Dice } from '../../fuzz/mutate.ts';
import { execute } from '../../fuzz/target.ts';

const RUNS = 300;

describe.each(TARGETS.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it('reads or refuses every file of the corpus', async () => {
    for (const { file, bytes } of corpusOf(target)) {
      const outcome = await execute(target, bytes);
      if (file.startsWith('sound-')) expect(`${file} ${outcome}`).toBe(`${file} accepted`);
    }
  });

  it('gives a value or one named error, whatever comes', async () => {
    const corpus = corpusOf(target).map(({ bytes }) => bytes);
    for (let i = 0; i < RUNS; i++) {
      const dice = new Dice(i);
      await execute(target, target.mutate(dice.pick(corpus), dice, dice.pick(corpus)));
    }
  });
});
