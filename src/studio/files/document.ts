import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import type { DrawnDocument } from '../condition/documents.ts';

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
 * of this union, one entry and two cases in packedDocument.ts, and one case of `jobCondition`.
 */
export type ConditionDocument = SegmentationDocument | DrawnDocument | ClassDocument | PlainDocument;
