import { resampleLabels, type LabelMap } from '../core/layout.ts';
import { resizeBicubic } from './bicubic.ts';
import { type DepthMap, resampleDepth } from './depth.ts';
import { type CannySettings, type EdgeMap, resampleEdges } from './edges.ts';
import type { Photo } from './photo.ts';
import { type Pose, resamplePose, resampleSkeleton } from './pose.ts';

/** What a condition is made from. Plain data with its own buffers, so it can be sent to a worker. */
export type ConditionInput =
  | { readonly kind: 'segmentation'; readonly map: LabelMap }
  | { readonly kind: 'depth'; readonly map: DepthMap }
  /** Edges that Canny finds in a photo, or drawn ones. */
  | { readonly kind: 'edges'; readonly photo: Photo; readonly canny?: CannySettings }
  | { readonly kind: 'edges'; readonly edges: EdgeMap }
  /** A photo to be shrunk by `factor` (8), or what is left of one, to be enlarged to this size of the picture. */
  | { readonly kind: 'low-resolution'; readonly photo: Photo; readonly factor?: number }
  | {
      readonly kind: 'low-resolution';
      readonly small: Photo;
      readonly height: number;
      readonly width: number;
    }
  | { readonly kind: 'class'; readonly id: number }
  /** Keypoints, or a picture of a skeleton as somebody else drew it. */
  | { readonly kind: 'pose'; readonly pose: Pose }
  | { readonly kind: 'pose'; readonly photo: Photo }
  /** Size of the picture in pixels. */
  | { readonly kind: 'coordinates'; readonly height: number; readonly width: number }
  | { readonly kind: 'none' };

interface PixelSize {
  readonly height: number;
  readonly width: number;
}

/** Size in pixels of what the condition is made from; null for kinds that have none. */
export function inputSize(input: ConditionInput): PixelSize | null {
  if ('map' in input) return input.map;
  if ('photo' in input) return input.photo;
  if ('edges' in input) return input.edges;
  if ('pose' in input) return input.pose;
  return 'height' in input ? input : null;
}

/** The same for a picture of another size: nearest label and edge, bilinear depth, bicubic photo, the pose in its own proportions. */
export function resampleInput(input: ConditionInput, height: number, width: number): ConditionInput {
  switch (input.kind) {
    case 'segmentation':
      return { ...input, map: resampleLabels(input.map, height, width) };
    case 'depth':
      return { ...input, map: resampleDepth(input.map, height, width) };
    case 'edges':
      if ('edges' in input) return { ...input, edges: resampleEdges(input.edges, height, width) };
      return { ...input, photo: resizePhoto(input.photo, height, width) };
    case 'low-resolution':
      if ('photo' in input) return { ...input, photo: resizePhoto(input.photo, height, width) };
      return { ...input, height, width };
    case 'pose':
      if ('pose' in input) return { ...input, pose: resamplePose(input.pose, height, width) };
      return { ...input, photo: resampleSkeleton(input.photo, height, width) };
    case 'coordinates':
      return { ...input, height, width };
    case 'class':
    case 'none':
      return input;
  }
}

function resizePhoto(photo: Photo, height: number, width: number): Photo {
  return photo.height === height && photo.width === width ? photo : resizeBicubic(photo, height, width);
}
