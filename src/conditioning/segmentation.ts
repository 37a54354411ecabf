import type { ConditionTokens } from '../core/condition.ts';
import type { LabelMap } from '../core/layout.ts';
import type { RunOptions } from '../networks/vqgan/imageDecoder.ts';
import type { ImageEncoder } from '../networks/vqgan/imageEncoder.ts';

/**
 * Tokens of a label map, by the segmentation stage. The grid has the map's size divided by the stage's
 * factor, rounded down.
 * @throws TesseraError `label-out-of-range`, `picture-too-small`, `aborted`
 */
export async function segmentationTokens(
  stage: ImageEncoder,
  map: LabelMap,
  offset: number,
  options?: RunOptions,
): Promise<ConditionTokens> {
  return { layout: 'spatial', grid: await stage.encodeLabels(map, options), offset };
}
