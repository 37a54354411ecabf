/** The schema that every model.json passes before anything of it is used. */
import * as v from 'valibot';
import { TesseraError } from '../core/errors.ts';
import { CONDITION_KINDS, MOST_GUIDANCE } from '../core/settings.ts';
import type { Manifest } from './manifest.ts';
import { parseStrictJson, type StrictJson } from './strictJson.ts';

const MAX_TEXT = 2 ** 22;

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const index = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

const vqgan = v.pipe(
  v.strictObject({
    type: v.literal('vqgan'),
    quantizer: v.picklist(['vector', 'gumbel']),
    inChannels: count(4096),
    outChannels: count(4096),
    segmentation: v.boolean(),
    channels: count(8192),
    multipliers: v.pipe(
      v.array(v.pipe(v.number(), v.gtValue(0), v.maxValue(64))),
      v.minLength(1),
      v.maxLength(12),
    ),
    residualBlocks: count(64),
    encoderAttention: v.array(v.boolean()),
    decoderAttention: v.array(v.boolean()),
    midAttention: v.boolean(),
    zChannels: count(8192),
    embedDim: count(8192),
    codes: count(2 ** 20),
    patch: count(64),
  }),
  v.check(
    (a) => a.multipliers.every((multiplier) => (a.channels * multiplier) % 32 === 0) && a.channels % 32 === 0,
    'channels must be multiples of 32',
  ),
  v.check(
    (a) =>
      a.encoderAttention.length === a.multipliers.length &&
      a.decoderAttention.length === a.multipliers.length,
    'attention must be told for every level',
  ),
);

const stage = v.variant('type', [
  vqgan,
  v.strictObject({ type: v.literal('coordinates'), codes: count(2 ** 20), factor: count(4096) }),
  v.strictObject({
    type: v.literal('class'),
    classes: count(2 ** 20),
    repeat: v.optional(count(65_536)),
  }),
  v.strictObject({ type: v.literal('sos'), token: index(2 ** 20), repeat: v.optional(count(65_536)) }),
]);

const label = v.strictObject({
  id: index(65_535),
  name: text(200),
  color: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'must be #rrggbb')),
  description: v.optional(text(1000)),
});

const conditioning = v.strictObject({
  kind: v.picklist(CONDITION_KINDS),
  stage: v.nullable(stage),
  tokenOffset: index(2 ** 20),
  labels: v.optional(v.pipe(v.array(label), v.maxLength(4096))),
  note: v.optional(text(1000)),
});

const transformer = v.pipe(
  v.strictObject({
    layers: count(512),
    heads: count(512),
    width: count(65_536),
    vocabulary: count(2 ** 20),
    blockSize: count(65_536),
    unmasked: index(65_536),
  }),
  v.check((a) => a.width % a.heads === 0, 'heads must divide width'),
);

const file = v.strictObject({
  // a plain name beside model.json: nothing that could climb out of the folder or name another host
  path: v.pipe(
    v.string(),
    v.regex(
      /^([a-z0-9][a-z0-9-]{0,99}\.(safetensors|png)|usage\.json|classes\.webp)$/,
      'must be a plain file name',
    ),
  ),
  // converters write at most 32 MiB a file; readers hold one whole
  bytes: index(2 ** 26),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')),
});

const manifest = v.pipe(
  v.strictObject({
    format: v.literal('tessera-model'),
    version: v.literal(1),
    id: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/, 'must be a plain name')),
    name: text(200),
    description: text(4000),
    license: text(200),
    source: text(1000),
    trainedOn: text(1000),
    imageStage: v.nullable(vqgan),
    conditioning: v.pipe(v.array(conditioning), v.maxLength(16)),
    transformer: v.nullable(transformer),
    permuter: v.optional(v.pipe(v.array(index(65_535)), v.maxLength(65_536))),
    tiles: v.optional(v.pipe(v.string(), v.endsWith('.png'))),
    usage: v.optional(v.literal('usage.json')),
    classPictures: v.optional(v.literal('classes.webp')),
    sampling: v.optional(
      v.strictObject({
        guidance: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_GUIDANCE))),
      }),
    ),
    files: v.pipe(v.array(file), v.minLength(1), v.maxLength(4096)),
    dtype: v.picklist(['f32', 'f16', 'int8']),
  }),
  v.check((m) => new Set(m.files.map(({ path }) => path)).size === m.files.length, 'a file is listed twice'),
  v.check(
    ({ conditioning, transformer }) =>
      conditioning.every(
        ({ stage }) =>
          !transformer || !stage || !('repeat' in stage) || (stage.repeat ?? 1) <= transformer.blockSize,
      ),
    'a repeated condition token leaves no room in the block',
  ),
  v.check((m) => !m.tiles || m.files.some(({ path }) => path === m.tiles), 'tiles is not among the files'),
  v.check(
    (m) => !m.classPictures || m.files.some(({ path }) => path === m.classPictures),
    'classPictures is not among the files',
  ),
  v.check((m) => !m.usage || m.files.some(({ path }) => path === m.usage), 'usage is not among the files'),
  v.check(
    (m) => !m.permuter || new Set(m.permuter).size === m.permuter.length,
    'permuter is not an order of cells',
  ),
  v.check(
    (m) => !m.permuter || m.permuter.every((cell) => cell < (m.permuter?.length ?? 0)),
    'permuter is not an order of cells',
  ),
);

/**
 * Reads model.json.
 * @throws TesseraError `manifest-invalid` naming the field, `manifest-version` for other versions,
 *   `weights-not-weights` when the text is a web page
 */
export function parseManifest(source: string | Uint8Array): Manifest {
  const content = typeof source === 'string' ? source : decode(source);
  if (content.length > MAX_TEXT) throw invalid(`it is ${content.length} characters long`);
  if (/^\s*<(!doctype|html)/i.test(content)) {
    throw new TesseraError(
      'weights-not-weights',
      'where model.json should be there is a web page',
      'check the address of the model folder',
    );
  }
  let parsed: StrictJson;
  try {
    parsed = parseStrictJson(content);
  } catch (error) {
    throw invalid(`it is not sound JSON (${(error as Error).message})`);
  }
  return checkManifest(plain(parsed));
}

/** The same check for a manifest that is an object already (from a worker message, say). */
export function checkManifest(value: unknown): Manifest {
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (format === 'tessera-model' && typeof version === 'number' && version !== 1) {
    throw new TesseraError(
      'manifest-version',
      `the model folder is of version ${version}, and this Tessera reads version 1`,
      version > 1 ? 'update Tessera' : 'convert the model again',
    );
  }
  const result = v.safeParse(manifest, value, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = issue.path?.map((part) => String(part.key)).join('.') ?? 'the whole';
  throw invalid(`${path}: ${issue.message}`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('it is not text');
  }
}

/** Maps to objects; own properties only, so that `__proto__` is just an unknown field. */
function plain(value: StrictJson): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function invalid(what: string): TesseraError {
  return new TesseraError(
    'manifest-invalid',
    `model.json is not valid: ${what}`,
    'convert the model again, or get the folder from its source',
  );
}
