import type { TokenGrid } from './grid.ts';

/**
 * What the transformer is told. `spatial`: a token grid of the same size as the image's grid, cropped by
 * the window (segmentation, depth, edges, low resolution, coordinates). `prefix`: the same tokens in front of
 * every window (class, start token, keypoints). Ids are the condition stage's own; the transformer
 * sees `id + offset`.
 */
export type ConditionTokens =
  | { readonly layout: 'spatial'; readonly grid: TokenGrid; readonly offset: number }
  | { readonly layout: 'prefix'; readonly tokens: Int32Array; readonly offset: number };
