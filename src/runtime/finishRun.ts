import type { TokenGrid } from '../core/grid.ts';
import type { ImageDecoder } from '../networks/vqgan/imageDecoder.ts';
import type { Picture } from '../networks/vqgan/picture.ts';
import { toPixels } from './pixels.ts';
import type { FromWorker } from './protocol.ts';
import type { SampleResult } from './sample.ts';

export type Post = (message: FromWorker, transfer?: Transferable[]) => void;

/**
 * The end of a run for the page: with its picture, or, when it was cancelled, at once with what was drawn.
 * @throws TesseraError those of the decoder
 */
export async function finishRun(
  id: number,
  image: ImageDecoder,
  { record, stats, grid }: SampleResult,
  post: Post,
  signal: AbortSignal,
): Promise<void> {
  const picture = stats.aborted ? null : await decodeUnlessAborted(image, grid, signal);
  if (picture === null) {
    post({ type: 'done', id, record, cancelled: true, pixels: null });
    return;
  }
  const pixels = toPixels(picture, 0, picture.height, { top: 0, left: 0 });
  post({ type: 'done', id, record, cancelled: false, pixels }, [pixels.rgba.buffer]);
}

async function decodeUnlessAborted(
  image: ImageDecoder,
  grid: TokenGrid,
  signal: AbortSignal,
): Promise<Picture | null> {
  try {
    return await image.decode(grid, { signal });
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
