import { deflateSync } from 'fflate';
import * as v from 'valibot';

import { TesseraError } from '../../core/errors.ts';
import type { RunRecord } from '../../core/runRecord.ts';
import { fromBase64, fromBase64Url, toBase64, toBase64Url } from '../files/base64.ts';
import type { ConditionDocument } from '../files/document.ts';
import { packDocument, unpackDocument } from '../files/packedDocument.ts';
import { inflateAtMost } from '../files/inflate.ts';
import { SAMPLING_ENTRIES } from '../generate/samplingEntries.ts';
import { hashOfLink } from './linkHash.ts';

/** What a link carries: what to draw with and from, not what was drawn. */
export interface SharedSetup {
  readonly model: {
    readonly id: string;
    readonly name: string;
    /** Folder of a model that the page does not list. */
    readonly url?: string;
  };
  readonly width: number;
  readonly height: number;
  /** Side of the model's window in pixels. */
  readonly native: number;
  readonly settings: RunRecord['settings'];
  readonly condition: ConditionDocument | null;
}

const VERSION = 1;
/** Characters of the hash: short enough for every browser, messenger and server log that repeats addresses. */
const MOST_CHARACTERS = 8192;
/** Bytes that a link may expand to; 8 KB of deflate could give 6 MiB. */
const MOST_BYTES = 2 ** 21;

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most), v.integer());
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

const HEADER = v.strictObject({
  model: v.strictObject({ id: text(64), name: text(200), url: v.optional(text(1000)) }),
  size: v.strictTuple([whole(1, 4096), whole(1, 4096), whole(1, 1024)]),
  settings: v.strictObject(SAMPLING_ENTRIES),
  condition: v.unknown(),
});

/**
 * The hash of a link, `#/s/<version>.<payload>`: raw deflate of the length of a JSON header (two bytes, low first), the
 * header, and the runs of the layout, in base 64 for addresses.
 * @throws TesseraError `link-too-large`
 */
export function encodeLink(setup: SharedSetup): string {
  const { model, width, height, native, settings, condition } = setup;
  const packed = condition && packDocument(trimmed(condition));
  const body =
    packed?.kind === 'segmentation' ? (fromBase64(packed.runs) ?? new Uint8Array()) : new Uint8Array();
  const header = new TextEncoder().encode(
    JSON.stringify({
      model,
      size: [width, height, native],
      settings,
      condition: packed && { ...packed, ...(packed.kind === 'segmentation' && { runs: '' }) },
    }),
  );
  if (header.length < 2 ** 16 && body.length <= MOST_BYTES - 2 ** 16) {
    const bytes = new Uint8Array(2 + header.length + body.length);
    bytes.set([header.length & 255, header.length >> 8]);
    bytes.set(header, 2);
    bytes.set(body, 2 + header.length);
    const hash = hashOfLink(`${VERSION}.${toBase64Url(deflateSync(bytes, { level: 9 }))}`);
    if (hash.length <= MOST_CHARACTERS) return hash;
  }
  throw new TesseraError(
    'link-too-large',
    'this layout has too much detail for a link',
    'export the PNG: it holds everything, and dropping it on the page brings it back',
  );
}

/**
 * @param payload what follows `#/s/`
 * @throws TesseraError `link-version`, `link-damaged`, `link-invalid`, those of unpackDocument
 */
export function decodeLink(payload: string): SharedSetup {
  if (payload === '' || payload.length > MOST_CHARACTERS) throw damaged();
  const [version, coded] = payload.split('.');
  if (Number(version) !== VERSION) {
    throw new TesseraError(
      'link-version',
      `this link is of ${named(version)}, and this Tessera reads version ${VERSION}`,
      'reload the page to get the newest Tessera',
    );
  }
  const packed = fromBase64Url(coded ?? '');
  const bytes = packed && inflateAtMost(packed, MOST_BYTES, 'raw');
  if (!bytes || bytes.length < 2) throw damaged();
  const end = 2 + bytes[0] + 256 * bytes[1];
  if (end > bytes.length) throw damaged();
  return read(parse(bytes.subarray(2, end)), bytes.subarray(end));
}

/** Anything may stand in a link; a message repeats numbers only. */
function named(version: string): string {
  return /^\d{1,6}$/.test(version) ? `version ${version}` : 'no known version';
}

function read(value: unknown, body: Uint8Array): SharedSetup {
  const parsed = v.safeParse(HEADER, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new TesseraError(
      'link-invalid',
      `this link cannot be used: ${v.getDotPath(issue) ?? 'its content'}: ${issue.message}`,
      'ask for a link that Tessera wrote',
    );
  }
  const { model, size, settings, condition } = parsed.output;
  const [width, height, native] = size;
  const isLayout = (condition as { kind?: unknown } | null)?.kind === 'segmentation';
  const packed = isLayout ? { ...(condition as object), runs: toBase64(body) } : condition;
  return {
    model,
    width,
    height,
    native,
    settings,
    condition: packed === null ? null : unpackDocument(packed),
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw damaged();
  }
}

/** Of the palette, only the labels that the layout has: their names find them again in another palette. */
function trimmed(condition: ConditionDocument): ConditionDocument {
  if (condition.kind !== 'segmentation') return condition;
  const used = new Set(condition.map.labels);
  return { ...condition, labels: condition.labels.filter(({ id }) => used.has(id)) };
}

function damaged(): TesseraError {
  return new TesseraError('link-damaged', 'this link is cut off or damaged', 'copy the whole link again');
}
