import * as v from 'valibot';

import type { ConditionInput } from '../../conditioning/input.ts';
import { TesseraError } from '../../core/errors.ts';
import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { depthMapOf, isFlat } from '../condition/depthRaster.ts';
import type { DrawnDocument } from '../condition/documents.ts';
import {
  packDepth,
  packEdges,
  packPhoto,
  unpackDepth,
  unpackEdges,
  unpackPhoto,
} from '../condition/packing.ts';
import { isPosed } from '../condition/poseDocument.ts';
import { fillUnpainted } from '../paint/fillUnpainted.ts';
import { packRuns, unpackRuns } from '../paint/runLength.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** A painted layout as it stands on the canvas: unpainted pixels are 255, and the palette says what the ids mean. */
export interface SegmentationDocument {
  readonly kind: 'segmentation';
  readonly map: LabelMap;
  readonly labels: readonly Label[];
}

interface ClassDocument {
  readonly kind: 'class';
  readonly classId: number;
}

/** Kinds that the size of the picture settles. */
interface PlainDocument {
  readonly kind: 'none' | 'coordinates';
}

/**
 * What a person made for a run to be drawn from, as files, links and the history keep it. A further kind is one member
 * of this union, one entry of `PACKED`, and one case each of `packDocument`, `unpack` and `jobCondition`.
 */
export type ConditionDocument = SegmentationDocument | DrawnDocument | ClassDocument | PlainDocument;

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
export type PackedDocument = v.InferOutput<typeof PACKED>;

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

/**
 * What the worker is told of a document.
 * @param size of the picture in pixels
 * @throws TesseraError `layout-empty`, `depth-flat`, `edges-empty`, `photo-missing`, `pose-empty`
 */
export function jobCondition(
  document: ConditionDocument,
  size: { readonly height: number; readonly width: number },
): ConditionInput {
  switch (document.kind) {
    case 'segmentation':
      return { kind: document.kind, map: closeGaps(document.map) };
    case 'depth':
      if (isFlat(document.map)) {
        throw new TesseraError(
          'depth-flat',
          'everything in the depth map is equally far',
          'paint what is nearer, or start from the layout or an example',
        );
      }
      return { kind: document.kind, map: depthMapOf(document.map) };
    case 'edges':
      if (!document.map.edges.includes(1)) {
        throw new TesseraError('edges-empty', 'no edge is drawn yet', 'draw some lines, or choose a photo');
      }
      return { kind: document.kind, edges: document.map };
    case 'low-resolution': {
      const { small, ...rest } = document.photo;
      if (small) return { kind: document.kind, small, height: rest.height, width: rest.width };
      throw new TesseraError('photo-missing', 'no photo is chosen yet', 'drop a photo on the canvas');
    }
    case 'pose': {
      const { picture, ...pose } = document.drawing;
      if (picture) return { kind: document.kind, photo: picture };
      if (isPosed(document.drawing)) return { kind: document.kind, pose };
      throw new TesseraError('pose-empty', 'the pose has no limb', 'take joints back in, or choose a pose');
    }
    case 'class':
      return { kind: document.kind, id: document.classId };
    case 'coordinates':
      return { kind: document.kind, height: size.height, width: size.width };
    case 'none':
      return { kind: document.kind };
  }
}

/** The painted layout with every gap closed. @throws TesseraError `layout-empty` */
export function closeGaps(map: LabelMap): LabelMap {
  const filled = fillUnpainted(map);
  if (filled) return { ...filled, labels: filled.labels.slice() };
  throw new TesseraError(
    'layout-empty',
    'the layout is still empty',
    'paint a few strokes or choose an example; what you leave out takes the nearest label',
  );
}

function invalid(how: string): TesseraError {
  return new TesseraError(
    'condition-invalid',
    `what this run was drawn from cannot be read: ${how}`,
    'use a file that Tessera wrote, unchanged',
  );
}
