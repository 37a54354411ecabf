import * as v from 'valibot';

import { TesseraError } from '../../core/errors.ts';
import {
  packDepth,
  packEdges,
  packPhoto,
  unpackDepth,
  unpackEdges,
  unpackPhoto,
} from '../condition/packing.ts';
import type { DrawnDocument } from '../condition/documents.ts';
import { packRuns, unpackRuns } from '../paint/runLength.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { ConditionDocument } from './document.ts';

/** Pixels of the largest layout that is read. */
const MOST_PIXELS = 2 ** 24;
const MOST_LABELS = 256;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192));

/** Base 64 of what `condition/packing.ts` gives. */
const packedText = v.pipe(v.string(), v.maxLength(2 ** 25));

/** Pixels; a joint may lie a little outside. */
const place = v.pipe(v.number(), v.minValue(-16_384), v.maxValue(16_384));
const confidence = v.pipe(v.number(), v.minValue(0), v.maxValue(2));

const label = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  name: v.pipe(v.string(), v.maxLength(200)),
  color: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i)),
});

const PACKED = v.variant('kind', [
  v.object({
    kind: v.literal('segmentation'),
    height: side,
    width: side,
    /** Runs of equal labels (runLength.ts), in base 64. */
    runs: v.pipe(v.string(), v.maxLength(2 ** 25)),
    labels: v.pipe(v.array(label), v.maxLength(MOST_LABELS)),
  }),
  v.object({ kind: v.literal('depth'), height: side, width: side, data: packedText }),
  v.object({ kind: v.literal('edges'), height: side, width: side, data: packedText }),
  v.object({
    kind: v.literal('low-resolution'),
    height: side,
    width: side,
    factor: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
    /** Empty where no photo was chosen. */
    data: packedText,
  }),
  v.object({
    kind: v.literal('pose'),
    height: side,
    width: side,
    keypoints: v.pipe(v.array(v.tuple([place, place, confidence])), v.length(18)),
    /** Of a picture of a skeleton; empty where the keypoints are what is drawn. */
    data: packedText,
  }),
  v.object({
    kind: v.literal('class'),
    classId: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 20)),
  }),
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('coordinates') }),
]);

/** The JSON form of a document. */
type PackedDocument = v.InferOutput<typeof PACKED>;

export function packDocument(document: ConditionDocument): PackedDocument {
  switch (document.kind) {
    case 'segmentation': {
      const { map, labels } = document;
      return {
        kind: 'segmentation',
        height: map.height,
        width: map.width,
        runs: toBase64(packRuns(map.labels)),
        labels: labels.map(({ id, name, color }) => ({ id, name, color })),
      };
    }
    case 'depth': {
      const { height, width } = document.map;
      return { kind: 'depth', height, width, data: packDepth(document.map) };
    }
    case 'edges': {
      const { height, width } = document.map;
      return { kind: 'edges', height, width, data: packEdges(document.map) };
    }
    case 'low-resolution': {
      const { small, ...rest } = document.photo;
      return { kind: 'low-resolution', ...rest, data: small ? packPhoto(small) : '' };
    }
    case 'pose': {
      const { height, width, keypoints, picture } = document.drawing;
      const points = keypoints.map(([x, y, c]): [number, number, number] => [x, y, c]);
      return { kind: 'pose', height, width, keypoints: points, data: picture ? packPhoto(picture) : '' };
    }
    case 'class':
      return { kind: 'class', classId: document.classId };
    case 'none':
    case 'coordinates':
      return { kind: document.kind };
  }
}

/**
 * A document from anybody's JSON.
 * @throws TesseraError `condition-unknown` for kinds of a later Tessera, `condition-invalid`
 */
export function unpackDocument(value: unknown): ConditionDocument {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (typeof kind === 'string' && !PACKED.options.some(({ entries }) => entries.kind.literal === kind)) {
    throw new TesseraError(
      'condition-unknown',
      `this was drawn from a condition of the kind “${kind.slice(0, 40)}”, which this Tessera does not know`,
      'reload the page to get the newest Tessera',
    );
  }
  const parsed = v.safeParse(PACKED, value, { abortEarly: true });
  if (!parsed.success) throw invalid(parsed.issues[0].message);
  return unpack(parsed.output);
}

function unpack(packed: PackedDocument): ConditionDocument {
  if (!('height' in packed)) return packed;
  const { height, width } = packed;
  if (height * width > MOST_PIXELS) throw invalid(`its layout has more than ${MOST_PIXELS} pixels`);
  if (packed.kind !== 'segmentation') return unpackDrawn(packed);
  const { labels } = packed;
  const runs = fromBase64(packed.runs);
  const map = runs && unpackRuns(runs, height * width);
  if (!map) throw invalid('its layout does not fill its size');
  return { kind: 'segmentation', map: { height, width, labels: map }, labels };
}

function unpackDrawn(packed: Extract<PackedDocument, { kind: DrawnDocument['kind'] }>): DrawnDocument {
  const { kind, height, width, data } = packed;
  if (kind === 'depth') {
    const map = unpackDepth(data, height, width);
    if (map) return { kind, map };
  } else if (kind === 'edges') {
    const map = unpackEdges(data, height, width);
    if (map) return { kind, map };
  } else if (kind === 'pose') {
    const { keypoints } = packed;
    const picture = data === '' ? null : unpackPhoto(data, height, width);
    if (data === '' || picture) return { kind, drawing: { height, width, keypoints, picture } };
  } else {
    const { factor } = packed;
    const size = { height, width, factor };
    if (data === '') return { kind, photo: { ...size, small: null } };
    const rows = Math.max(1, Math.floor(height / factor));
    const small = unpackPhoto(data, rows, Math.max(1, Math.floor(width / factor)));
    if (small) return { kind, photo: { ...size, small } };
  }
  throw invalid('its drawing does not fill its size');
}

function invalid(how: string): TesseraError {
  return new TesseraError(
    'condition-invalid',
    `what this run was drawn from cannot be read: ${how}`,
    'use a file that Tessera wrote, unchanged',
  );
}
