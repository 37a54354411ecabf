import type { EdgeMap } from '../../conditioning/edges.ts';
import type { LabelMap } from '../../core/layout.ts';
import { UNPAINTED } from '../paint/raster.ts';
import type { DepthRaster } from './depthRaster.ts';
import type { SmallPhoto } from './photoDocument.ts';
import { isSamePose, type PoseDrawing } from './poseDocument.ts';

/** Conditions that are drawn or imported, as runs keep them. */
export type DrawnDocument =
  | { readonly kind: 'depth'; readonly map: DepthRaster }
  | { readonly kind: 'edges'; readonly map: EdgeMap }
  | { readonly kind: 'low-resolution'; readonly photo: SmallPhoto }
  | { readonly kind: 'pose'; readonly drawing: PoseDrawing };

export const DRAWN_KINDS = [
  'depth',
  'edges',
  'low-resolution',
  'pose',
] as const satisfies readonly DrawnDocument['kind'][];

/** Edges are painted as a map of one label; whatever is not painted is no edge. */
export const EDGE = 1;

export function edgesOfMap({ height, width, labels }: LabelMap): EdgeMap {
  return { height, width, edges: labels.map((label) => (label === EDGE ? 1 : 0)) };
}

export function mapOfEdges({ height, width, edges }: EdgeMap): LabelMap {
  return { height, width, labels: edges.map((edge) => (edge === 1 ? EDGE : UNPAINTED)) };
}

export function isDrawn(document: { readonly kind: string } | null): document is DrawnDocument {
  return DRAWN_KINDS.some((kind) => kind === document?.kind);
}

/** Whether two documents hold the same drawing. */
export function isSame(a: DrawnDocument, b: DrawnDocument): boolean {
  const equal = (x: ArrayLike<number> | undefined, y: ArrayLike<number> | undefined): boolean => {
    if (!x || !y || x.length !== y.length) return x === y;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
    return true;
  };
  if (a.kind === 'depth' && b.kind === 'depth') {
    return a.map.width === b.map.width && equal(a.map.values, b.map.values);
  }
  if (a.kind === 'edges' && b.kind === 'edges') {
    return a.map.width === b.map.width && equal(a.map.edges, b.map.edges);
  }
  if (a.kind === 'pose' && b.kind === 'pose') return isSamePose(a.drawing, b.drawing);
  if (a.kind !== 'low-resolution' || b.kind !== 'low-resolution') return false;
  return a.photo.width === b.photo.width && equal(a.photo.small?.rgb, b.photo.small?.rgb);
}
