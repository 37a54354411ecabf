import type { VqganArchitecture } from '../../core/architecture.ts';
import type { TokenGrid } from '../../core/grid.ts';
import { cropPicture, withHalo, type GridPart, type Picture } from './picture.ts';

export interface RunOptions {
  /** Checked while the work goes on, many times a picture. */
  readonly signal?: AbortSignal;
  /** Share of the work that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Turns tokens into pictures; by tfjs on any backend, or by kernels of our own on a graphics device. */
export interface ImageDecoder {
  readonly architecture: VqganArchitecture;
  /** Codebook rows, float32 [codes, embedDim]. */
  readonly codebook: Float32Array;
  /** Pixels per token along one side. */
  readonly factor: number;
  /**
   * The picture of a token grid: HWC, about [-1, 1] (class logits for a segmentation stage).
   * @throws TesseraError `token-out-of-range`, `aborted`, and those of the device
   */
  decode(grid: TokenGrid, options?: RunOptions): Promise<Picture>;
  /** The picture of latents [height, width, embedDim] that are no codebook rows. @throws TesseraError as decode */
  decodeLatents(latents: Picture, options?: RunOptions): Promise<Picture>;
  /**
   * Decodes a part of a grid with up to `halo` drawn cells around it, for previews. The norms see only the part,
   * so colours differ a little from the whole picture's.
   * @returns the part's pixels alone
   * @throws TesseraError as decode
   */
  decodeWindow(grid: TokenGrid, part: GridPart, halo: number, options?: RunOptions): Promise<Picture>;
  /** Gives back what it holds. */
  dispose(): void;
}

/** `decodeWindow` in terms of `decode`. */
export async function decodePart(
  decoder: Pick<ImageDecoder, 'decode' | 'factor'>,
  grid: TokenGrid,
  part: GridPart,
  halo: number,
  options: RunOptions = {},
): Promise<Picture> {
  const { top, left, height, width } = withHalo(grid, part, halo);
  const tokens = new Int32Array(height * width);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * grid.width + left;
    tokens.set(grid.tokens.subarray(from, from + width), row * width);
  }
  const picture = await decoder.decode({ height, width, tokens }, options);
  const { factor } = decoder;
  return cropPicture(picture, {
    top: (part.top - top) * factor,
    left: (part.left - left) * factor,
    height: part.height * factor,
    width: part.width * factor,
  });
}
