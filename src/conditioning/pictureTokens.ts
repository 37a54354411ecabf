import type { ConditionTokens } from '../core/condition.ts';
import type { Picture } from '../networks/vqgan/picture.ts';
import type { RunOptions } from '../networks/vqgan/imageDecoder.ts';
import type { ImageEncoder } from '../networks/vqgan/imageEncoder.ts';

/**
 * Tokens of a prepared picture (depth, edges, low resolution), by the condition's own stage.
 * @throws TesseraError `picture-channels`, `picture-too-small`, `aborted`
 */
export async function pictureTokens(
  stage: ImageEncoder,
  picture: Picture,
  offset: number,
  options?: RunOptions,
): Promise<ConditionTokens> {
  return { layout: 'spatial', grid: await stage.encodePicture(picture, options), offset };
}
