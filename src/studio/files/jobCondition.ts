import type { ConditionInput } from '../../conditioning/input.ts';
import { TesseraError } from '../../core/errors.ts';
import type { LabelMap } from '../../core/layout.ts';
import { depthMapOf, isFlat } from '../condition/depthRaster.ts';
import { isPosed } from '../condition/poseDocument.ts';
import { fillUnpainted } from '../paint/fillUnpainted.ts';
import type { ConditionDocument } from './document.ts';

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
