import { Breather } from '../../src/networks/yieldToLoop.ts';
import type { LoadedModel } from '../../src/runtime/model.ts';
import { floats, json, largestDifference, type ReadGolden } from './goldenModel.ts';

interface GptCase {
  readonly name: string;
  readonly tokens: number[];
  readonly logits: { readonly file: string };
  readonly logits_unmasked: { readonly file: string };
  readonly kv_prefix: number;
  readonly kv_logits: { readonly file: string };
}

export interface GptOutcome {
  readonly name: string;
  /** Full forward against the reference's logits. */
  readonly full: number;
  /** Key/value cache against the reference's; 0 for the unmasked variant, which has no such case. */
  readonly cached: number;
}

/** Runs every sequence of the GPT folder (goldens 4). */
export async function runGptCases(read: ReadGolden, model: LoadedModel): Promise<GptOutcome[]> {
  const { cases } = json<{ cases: GptCase[] }>(await read('gpt/case.json'));
  const gpt = await model.gpt();
  const unmasked = model.transformer.unmasked > 0;
  const outcomes: GptOutcome[] = [];
  for (const one of cases) {
    const tokens = Int32Array.from(one.tokens);
    const expected = unmasked ? one.logits_unmasked : one.logits;
    const logits = (await gpt.forward(tokens)) ?? new Float32Array();
    outcomes.push({
      name: one.name,
      full: largestDifference(logits, floats(await read(`gpt/${expected.file}`))),
      cached: unmasked ? 0 : await cachedDifference(read, model, one, tokens),
    });
  }
  return outcomes;
}

/** The first tokens together, then one at a time. */
async function cachedDifference(
  read: ReadGolden,
  model: LoadedModel,
  one: GptCase,
  tokens: Int32Array,
): Promise<number> {
  const gpt = await model.gpt();
  const cache = gpt.newCache();
  const breather = new Breather();
  const rows: number[] = [];
  for (let end = one.kv_prefix; end <= tokens.length; end++) {
    rows.push(...((await gpt.append(cache, tokens.subarray(cache.length, end), breather)) ?? []));
  }
  cache.reset();
  return largestDifference(Float32Array.from(rows), floats(await read(`gpt/${one.kv_logits.file}`)));
}
