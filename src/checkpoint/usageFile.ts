/** The usage file of a model folder (docs/format.md): where and beside what each code of the image stage occurs. */
import * as v from 'valibot';

import { TesseraError } from '../core/errors.ts';

/** Bytes of the largest file that is read. */
const MOST_BYTES = 2 ** 24;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));
const table = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64'),
  v.transform((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))),
);
const lists = v.array(v.pipe(v.array(count), v.maxLength(64)));

const schema = v.pipe(
  v.strictObject({
    format: v.literal('tessera-usage'),
    version: v.literal(1),
    source: v.pipe(v.string(), v.maxLength(200)),
    pictures: count,
    codes: positive,
    counts: v.array(count),
    labels: v.optional(v.strictObject({ ids: v.array(count), bytes: table })),
    places: v.optional(v.strictObject({ height: positive, width: positive, bytes: table })),
    left: v.optional(lists),
    above: v.optional(lists),
    after: v.optional(lists),
    contexts: v.optional(v.array(v.pipe(v.array(v.pipe(v.array(count), v.length(9))), v.maxLength(16)))),
  }),
  v.check((file) => file.counts.length === file.codes, 'counts: there must be one for each code'),
  v.check(
    ({ labels, codes }) => !labels || labels.bytes.length === codes * labels.ids.length,
    'labels.bytes: there must be one for each code and label',
  ),
  v.check(
    ({ places, codes }) => !places || places.bytes.length === codes * places.height * places.width,
    'places.bytes: there must be one for each code and place',
  ),
  v.check(
    ({ left, above, after, codes }) =>
      [left, above, after].every(
        (side) =>
          !side ||
          (side.length === codes &&
            side.every((pairs) => pairs.length % 2 === 0 && pairs.every((x, i) => i % 2 === 1 || x < codes))),
      ),
    'left, above, after: there must be pairs of code and count for each code',
  ),
  v.check(
    ({ contexts, codes }) =>
      !contexts ||
      (contexts.length === codes &&
        contexts.every((some, code) =>
          some.every((nine) => nine[4] === code && nine.every((x) => x < codes)),
        )),
    'contexts: there must be neighbourhoods of nine codes, the code itself in the middle, for each code',
  ),
);

export type UsageFile = v.InferOutput<typeof schema>;

/**
 * @param codes of the model that the file lies beside
 * @throws TesseraError `usage-invalid` naming the field
 */
export function parseUsage(bytes: Uint8Array, codes: number): UsageFile {
  if (bytes.length > MOST_BYTES) throw invalid(`it has ${bytes.length} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(`it is not sound JSON (${(error as Error).message})`);
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    const path = issue.path?.map((part) => String(part.key)).join('.');
    throw invalid(path ? `${path}: ${issue.message}` : issue.message);
  }
  if (result.output.codes === codes) return result.output;
  throw invalid(`it counts ${result.output.codes} codes and the model has ${codes}`);
}

function invalid(what: string): TesseraError {
  return new TesseraError(
    'usage-invalid',
    `the usage file is not valid: ${what}`,
    'make it again with training/usage.py, or leave it out of the folder',
  );
}
